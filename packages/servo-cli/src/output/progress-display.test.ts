import { expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { recordingTerminal } from '../../test/support/recording-terminal.js';
import { ProgressDisplay } from './progress-display.js';

function display(interactive: boolean) {
  const terminal = recordingTerminal({ interactive });
  const clock = new FakeClock();
  const { take } = new ProgressDisplay({ terminal, clock, doing: 'measuring' });
  return { terminal, clock, take };
}

test('ProgressDisplay shows a bar for each connector, with the time that is left by the pace so far', async () => {
  const { terminal, clock, take } = display(true);
  take({ connector: 'load', percent: 0 });
  await clock.advance(5_000);
  take({ connector: 'load', percent: 25, message: 'warmed up' });
  take({ connector: 'other', percent: 50 });
  expect(terminal.statuses.slice(-2)).toEqual([
    'measuring load [█████···············] 25 % 15s left · warmed up',
    'measuring other [██████████··········] 50 %',
  ]);
  expect(terminal.notes).toEqual([]);
});

test('ProgressDisplay writes a line every ten seconds where it cannot be replaced', async () => {
  const { terminal, clock, take } = display(false);
  for (let percent = 0; percent <= 100; percent += 5) {
    take({ connector: 'load', percent });
    await clock.advance(1_000);
  }
  expect(terminal.notes).toEqual(['measuring: load 50 %, 10s left', 'measuring: load 100 %']);
});

test('ProgressDisplay goes by the new pace when a connector begins anew', async () => {
  const { terminal, clock, take } = display(true);
  take({ connector: 'load', percent: 90 });
  await clock.advance(60_000);
  take({ connector: 'load', percent: 10 });
  await clock.advance(9_000);
  take({ connector: 'load', percent: 40 });
  expect(terminal.statuses.at(-1)).toContain('18s left');
});
