import type { ServoEvent } from '@servo/core/runtime';
import { describe, expect, test, vi } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';
import type { ServoProcess } from '../support/servo-process.js';

interface Phase {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when the run is in the phase. */
  readonly reached: (servo: ServoProcess, target: Deployment) => Promise<unknown>;
  /** The trials that were finished by then. */
  readonly finished: readonly number[];
}

const command = (servo: ServoProcess, name: string): Promise<unknown> =>
  servo.event('command-started', (event) => event.command === name);

const trial = (servo: ServoProcess, matches: (event: { number: number; cause: string }) => boolean): Promise<unknown> =>
  servo.event('study', ({ event }) => event.type === 'trial-started' && matches(event));

const phases: readonly Phase[] = [
  { name: 'before the baseline ends', reached: (servo) => command(servo, 'MEASURE'), finished: [] },
  { name: 'while adjusting', env: { HOLD_START: '2' }, reached: (_, target) => target.started(2), finished: [0] },
  {
    name: 'while measuring trial 2',
    reached: async (servo) => {
      await trial(servo, ({ number }) => number === 2);
      await command(servo, 'MEASURE');
    },
    finished: [0, 1],
  },
  {
    name: 'while confirming',
    reached: async (servo) => {
      await trial(servo, ({ cause }) => cause === 'confirm');
      await command(servo, 'MEASURE');
    },
    finished: [0, 1, 2],
  },
  { name: 'while leaving', env: { HOLD_START: '4' }, reached: (_, target) => target.started(4), finished: [0, 1, 2] },
];

describe('kill -9 of servo run', () => {
  test.each(phases)(
    '$name: nothing runs on, and the next run finishes the study',
    async ({ env, reached, finished }) => {
      const target = await deployment();
      const servo = target.start(['run', '--exit-when-done', '-o', 'json'], env);
      await reached(servo, target);
      servo.kill('SIGKILL');
      const before = await servo.ended;
      await vi.waitFor(() => expect(target.processes).toEqual([]), { timeout: 2_000 });
      expect(trialsOf(before.events)).toEqual(finished);

      const { code, stderr, events } = await target.run(['run', '--exit-when-done', '-o', 'json']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
      expect(studyEvents(events, 'study-started')).toMatchObject([{ resumed: true }]);
      expect([...finished, ...trialsOf(events)]).toEqual([0, 1, 2]);
      expect(studyEvents(events, 'study-finished')).toMatchObject([
        {
          report: {
            conclusion: 'improved',
            left: 'restored',
            trials: [...trialReports(before.events), ...trialReports(events)],
          },
        },
      ]);
      expect(target.stored).toMatchObject({ settings: { cache: 400 } });
      expect(target.lastPhase ?? 'restored').toBe('restored');
      expect(target.processes).toEqual([]);
    },
  );

  test('servo restore brings the settings back by hand', async () => {
    const target = await deployment();
    const servo = target.start(['run', '-o', 'json']);
    await servo.event('study', ({ event }) => event.type === 'trial-finished' && event.trial.number === 1);
    servo.kill('SIGKILL');
    await servo.ended;
    expect(target.stored).not.toMatchObject({ settings: { cache: 400 } });

    const restored = await target.run(['restore', '-o', 'json']);
    expect(JSON.parse(restored.stdout)).toEqual({ version: 1, restored: { 'web.cache': 400 }, cleaned: [] });
    expect(target.stored).toMatchObject({ settings: { cache: 400 } });
    expect(target.processes).toEqual([]);

    const again = await target.run(['restore']);
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to restore: no run left anything changed.' });
  });
});

type StudyEvent = Extract<ServoEvent, { readonly type: 'study' }>['event'];

function studyEvents<T extends StudyEvent['type']>(
  events: readonly ServoEvent[],
  type: T,
): readonly Extract<StudyEvent, { readonly type: T }>[] {
  return events
    .flatMap((each) => (each.type === 'study' ? [each.event] : []))
    .filter((each): each is Extract<StudyEvent, { readonly type: T }> => each.type === type);
}

/** The configurations that were tried, without what was measured again. */
function trialReports(
  events: readonly ServoEvent[],
): readonly { readonly number: number; readonly settings: unknown }[] {
  return studyEvents(events, 'trial-finished')
    .filter(({ trial: { cause } }) => cause !== 'confirm' && cause !== 'repeat')
    .map(({ trial: { number, settings } }) => ({ number, settings }));
}

function trialsOf(events: readonly ServoEvent[]): readonly number[] {
  return trialReports(events).map(({ number }) => number);
}
