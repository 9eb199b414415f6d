import { control, type ControlInput } from '@servo/core';
import { expect, test } from 'vitest';
import { describePlan, planAttack } from './attack-plan.js';
import { VegetaConfig } from './vegeta-config.js';

function plan(config: object, asked: ControlInput) {
  return planAttack(VegetaConfig.parse({ target: 'GET http://a/', rate: 200, ...config }), control(asked));
}

test('planAttack() adds the warm-up to the duration', () => {
  const { ramp, main, warmup, duration, interval } = plan({}, { duration: '1m', warmup: '10s' });
  expect([ramp, main.at, main.duration, main.warmup]).toEqual([[], 0, 70_000, 10_000]);
  expect([warmup, duration, interval]).toEqual([10_000, 60_000, 15_000]);
});

test('planAttack() lets the ramp and the load share the warm-up', () => {
  const { ramp, main } = plan({ ramp: [50, '100/1s'] }, { duration: '1m', warmup: '30s' });
  expect(ramp.map(({ rate, at, duration }) => [String(rate), at, duration])).toEqual([
    ['50/1s', 0, 10_000],
    ['100/1s', 10_000, 10_000],
  ]);
  expect([main.at, main.duration, main.warmup]).toEqual([20_000, 70_000, 10_000]);
});

test('planAttack() lets the control say another load', () => {
  const asked = { duration: 1, warmup: 1 };
  const rates = (config: object, load?: object) => {
    const { ramp, main } = plan(config, { ...asked, ...(load && { load: { ...load } }) });
    return [...ramp, main].map(({ rate }) => rate.perSecond);
  };
  expect(rates({ ramp: [50] })).toEqual([50, 200]);
  expect(rates({ ramp: [50] }, { rate: '300/1m' })).toEqual([5]);
  expect(rates({ ramp: [50] }, { rate: 10, ramp: [1, '2'] })).toEqual([1, 2, 10]);
  expect(rates({}, { ramp: [7] })).toEqual([7, 200]);
});

test.each<[load: Record<string, unknown>, message: string]>([
  [{ rps: 5 }, '"rps"'],
  [{ rate: 'fast' }, "Invalid rate 'fast'"],
  [{ rate: true }, 'expected a rate'],
  [{ rate: 5, ramp: 5 }, 'expected "ramp" to be a list'],
  [{ rate: 0 }, 'expected "max_workers"'],
  [{ ramp: [10, 0] }, 'expected "max_workers" to be configured, because a rate of the ramp'],
])('planAttack() refuses a load of %j', (load, message) => {
  expect(() => plan({}, { duration: 1, load })).toThrow(expect.objectContaining({ reason: 'load-invalid' }));
  expect(() => plan({}, { duration: 1, load })).toThrow(message);
});

test('planAttack() refuses what cannot be measured', () => {
  expect(() => plan({}, { duration: null })).toThrow(expect.objectContaining({ reason: 'no-duration' }));
  expect(() => plan({ ramp: [1] }, { duration: 1 })).toThrow(expect.objectContaining({ reason: 'no-warmup' }));
});

test('describePlan() puts it into words', () => {
  expect(describePlan(plan({ ramp: [50, 100] }, { duration: '1m', warmup: '30s' }))).toBe(
    'at 200/1s for 1m after a warm-up of 30s by way of 50/1s, 100/1s, a point for each 15s',
  );
});
