import { control, type ControlInput } from '@servo/core';
import { expect, test } from 'vitest';
import { planAttack } from './attack-plan.js';
import { VegetaConfig } from './vegeta-config.js';

function plan(config: object, asked: ControlInput) {
  return planAttack(VegetaConfig.parse({ target: 'GET http://a/', ...config }), control(asked));
}

test.each<[config: object, asked: ControlInput]>([
  [{ rate: '1/3s' }, { duration: '3s' }],
  [{ rate: '1/3s' }, { duration: '3s', warmup: '2s' }],
  [{ rate: '1/10s' }, { duration: '8s', warmup: '4s' }],
  [{ rate: 0, maxWorkers: 1 }, { duration: '1ms' }],
  [
    { rate: 5, ramp: ['1/2s'] },
    { duration: '10s', warmup: '2s' },
  ],
])('planAttack() takes %j for %j', (config, asked) => {
  expect(() => plan(config, asked)).not.toThrow();
});

test.each<[config: object, asked: ControlInput, message: string]>([
  [{ rate: '1/10m' }, { duration: '3s' }, 'At a rate of 1/10m no request is due within a window of 3s'],
  [{ rate: '1/10s' }, { duration: '3s', warmup: '12s' }, 'no request is due within a window of 3s'],
  [
    { rate: 5, ramp: ['1/1h'] },
    { duration: '10s', warmup: '4s' },
    '1/1h no request is due within its 2s of the warm-up',
  ],
])('planAttack() refuses %j for %j, where vegeta would wait', (config, asked, message) => {
  expect(() => plan(config, asked)).toThrow(message);
  expect(() => plan(config, asked)).toThrow(
    expect.objectContaining({ reason: 'no-traffic', hint: expect.stringContaining('raise the rate') }),
  );
});
