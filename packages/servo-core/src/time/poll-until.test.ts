import { expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { pollUntil } from './poll-until.js';

const never = new AbortController().signal;

test('pollUntil() returns the first answer without waiting', async () => {
  const clock = new FakeClock();
  await expect(pollUntil(() => 'ready', { clock, every: 500, signal: never })).resolves.toBe('ready');
  expect(clock.sleeps).toEqual([]);
});

test('pollUntil() asks again after each interval until there is an answer', async () => {
  const clock = new FakeClock();
  const answers = [undefined, undefined, 'ready'];
  const polling = pollUntil(async () => answers.shift(), { clock, every: 500, signal: never });
  await clock.advance(999);
  expect(answers).toEqual(['ready']);
  await clock.advance(1);
  await expect(polling).resolves.toBe('ready');
  expect(clock.sleeps).toEqual([500, 500]);
});

test.each([null, false, 0, ''])('pollUntil() counts %j as an answer', async (answer) => {
  await expect(pollUntil(() => answer, { clock: new FakeClock(), every: 1, signal: never })).resolves.toBe(answer);
});

test('pollUntil() rejects with the abort reason while it waits', async () => {
  const controller = new AbortController();
  const clock = new FakeClock();
  const polling = pollUntil(() => undefined, { clock, every: 500, signal: controller.signal });
  await clock.advance(600);
  controller.abort('enough');
  await expect(polling).rejects.toBe('enough');
  expect(clock.pending).toBe(0);
});

test('pollUntil() does not ask at all when it is aborted from the start', async () => {
  let asked = 0;
  const polling = pollUntil(() => (asked += 1), { clock: new FakeClock(), every: 1, signal: AbortSignal.abort('no') });
  await expect(polling).rejects.toBe('no');
  expect(asked).toBe(0);
});

test('pollUntil() rejects with the failure of a question', async () => {
  const failure = new Error('no route');
  const polling = pollUntil(() => Promise.reject(failure), { clock: new FakeClock(), every: 1, signal: never });
  await expect(polling).rejects.toBe(failure);
});
