import { check, CheckError, Connector } from '@servo/core';
import type { ConfigDocument, ServoDocument } from '@servo/core/documents';
import { Servo } from '@servo/core/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { FakeClock, recordingLogger } from '../../../servo-testing/src/index.js';
import type { CheckPlan } from './check-plan.js';
import { untilReady } from './until-ready.js';

const once: CheckPlan = {
  matching: {},
  connectors: undefined,
  own: false,
  haltOn: 'critical',
  remedy: false,
  wait: 0,
  delay: undefined,
  halts: false,
};

/** Checks a servo of one connector whose only check is given; tells what was done. */
async function checking(probe: (attempt: number) => unknown, changes: Partial<CheckPlan>) {
  const told: string[] = [];
  const clock = new FakeClock();
  let attempt = 0;
  class Target extends Connector {
    @check('it works') works(): void {
      attempt += 1;
      told.push(`look ${attempt}`);
      return probe(attempt) as void; // whatever a check may answer
    }
    @check('it is nice') nice(): void {
      told.push('nice');
    }
  }
  const servo = new Servo({ name: 'web', clock, logger: recordingLogger(), env: {}, cwd: '/', stateDir: '/' });
  onTestFinished(() => servo[Symbol.asyncDispose]());
  await servo.addConnector({ name: 'target', type: Target, config: {} });
  const stop = new AbortController();
  const done = untilReady(
    // the parts that are looked at
    { servo, document: {} as ServoDocument, written: {} as ConfigDocument },
    {
      plan: { ...once, ...changes },
      clock,
      random: () => 0,
      signal: stop.signal,
      listener: {
        onCheck: () => {},
        onRemedy: (_, failure) => void told.push(`remedy ${failure?.message ?? 'worked'}`),
        onWait: (_, milliseconds, left) => void told.push(`wait ${milliseconds} of ${left}`),
      },
    },
  );
  done.catch(() => {}); // looked at by the tests
  const outcome = async () => (await done).map(({ check: { success } }) => success);
  return { told, clock, stop, outcome };
}

const looks = (told: readonly string[]) => told.filter((each) => each !== 'nice');

test('untilReady() looks once where there is nothing to wait for', async () => {
  const { told, outcome } = await checking(() => false, {});
  expect(await outcome()).toEqual([false, true]);
  expect(looks(told)).toEqual(['look 1']);
});

test('untilReady() looks again after waits until all passes', async () => {
  const { told, clock, outcome } = await checking((attempt) => attempt === 3, { wait: 60_000 });
  await expect.poll(() => told.length, { interval: 1 }).toBe(3);
  await clock.advance(1_000);
  await expect.poll(() => told.length, { interval: 1 }).toBe(6);
  await clock.advance(1_000);
  expect(await outcome()).toEqual([true, true]);
  expect(looks(told)).toEqual(['look 1', 'wait 1000 of 60000', 'look 2', 'wait 1000 of 59000', 'look 3']);
});

test('untilReady() waits as the plan says, and looks for the last time when its time is over', async () => {
  const { told, clock, outcome } = await checking(() => false, { wait: 25_000, delay: 20_000 });
  for (const [lines, milliseconds] of [
    [3, 20_000],
    [6, 5_000],
  ] as const) {
    await expect.poll(() => told.length, { interval: 1 }).toBe(lines);
    await clock.advance(milliseconds);
  }
  expect(await outcome()).toEqual([false, true]);
  expect(looks(told)).toEqual(['look 1', 'wait 20000 of 25000', 'look 2', 'wait 5000 of 5000', 'look 3']);
});

test('untilReady() ends with the abort reason', async () => {
  const { told, stop, outcome } = await checking(() => false, { wait: 60_000 });
  await expect.poll(() => told.length, { interval: 1 }).toBe(3);
  const reason = new RangeError('enough');
  stop.abort(reason);
  await expect(outcome()).rejects.toBe(reason);
});

test('untilReady() applies a remedy only where it is to, and looks again at once, but not for ever', async () => {
  let repaired = 0;
  const fail = (): never => {
    throw new CheckError('broken', { remedy: async () => void (repaired += 1) });
  };
  const shy = await checking(fail, {});
  expect([await shy.outcome(), repaired]).toEqual([[false, true], 0]);
  const { told, outcome } = await checking(() => repaired > 0 || fail(), { remedy: true });
  expect([await outcome(), looks(told)]).toEqual([
    [true, true],
    ['look 1', 'remedy worked', 'look 2'],
  ]);
  const useless = await checking(fail, { remedy: true });
  expect(await useless.outcome()).toEqual([false, true]);
  expect(looks(useless.told)).toEqual(['look 1', 'remedy worked', 'look 2', 'remedy worked']);
});

test('untilReady() outlives a remedy that fails or does not end', async () => {
  const remedies = [() => Promise.reject(new TypeError('no rights')), () => new Promise<void>(() => {})] as const;
  for (const [remedy, told] of [
    [remedies[0], 'remedy no rights'],
    [remedies[1], 'remedy The remedy took longer than 10s'],
  ] as const) {
    const fail = (): never => {
      throw new CheckError('broken', { remedy });
    };
    const checked = await checking(fail, { remedy: true });
    await expect.poll(() => checked.told.length, { interval: 1 }).toBeGreaterThan(1);
    await checked.clock.advance(10_000);
    expect([await checked.outcome(), looks(checked.told)]).toEqual([
      [false, true],
      ['look 1', told],
    ]);
  }
});

test('untilReady() ends the other checks at the first failure where the plan says so', async () => {
  const { told, outcome } = await checking(() => false, { halts: true });
  expect(await outcome()).toEqual([false]);
  expect(told).toEqual(['look 1']);
});
