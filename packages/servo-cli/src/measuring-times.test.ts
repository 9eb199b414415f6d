import { Duration } from '@servo/core';
import { embeddedOptimizerConfig } from '@servo/core/wire';
import { expect, test } from 'vitest';
import { measuringControl, measuringSeconds, optimizerTimes } from './measuring-times.js';

const load = { duration: '10s', warmup: '2s' };

test('optimizerTimes() are what the embedded optimizer is configured with', () => {
  const optimizer = embeddedOptimizerConfig.parse({ minimize: 'price', measure: { duration: '3s', warmup: '1s' } });
  expect(optimizerTimes(optimizer)).toEqual({ duration: Duration.from('3s'), warmup: Duration.from('1s') });
  expect(optimizerTimes(undefined)).toEqual({});
});

test('measuringSeconds() are those of the slowest connector where the optimizer leaves it open', () => {
  expect(measuringSeconds({}, [{ duration: '4s' }, load, null, { rate: 5 }])).toBe(12);
  expect(measuringSeconds({}, [{ rate: 5 }])).toBeUndefined();
});

test('measuringSeconds() are those that the optimizer asks for, time by time', () => {
  expect(measuringSeconds({ duration: '3s', warmup: '1s' }, [load])).toBe(4);
  expect(measuringSeconds({ duration: '3s' }, [load])).toBe(5);
  expect(measuringSeconds({ warmup: '1s' }, [load])).toBe(11);
  expect(measuringSeconds({ duration: '3s' }, [{ rate: 5 }])).toBe(3);
});

test('measuringControl() is as in a study unless the operator says how long', () => {
  const times = { duration: '3s', warmup: '1s' };
  expect(measuringControl({ duration: '2.5' }, times)).toMatchObject({ duration: Duration.from('2500ms') });
  for (const wrong of ['0s', '-5s', '0'])
    expect(() => measuringControl({ duration: wrong }, times)).toThrow(
      `Expected to measure for more than 0s, got ${wrong}`,
    );
  expect(measuringControl({}, times)).toMatchObject({
    duration: Duration.from('3s'),
    warmup: Duration.from('1s'),
  });
  expect(measuringControl({ duration: '30s' }, times)).toMatchObject({
    duration: Duration.from('30s'),
    warmup: Duration.from('1s'),
  });
  expect(measuringControl({}, {})).toMatchObject({ duration: Duration.from('1s'), warmup: Duration.from(0) });
});

test('measuringControl() warms up as long as the operator says', () => {
  const times = { duration: '3s', warmup: '1s' };
  expect(measuringControl({ warmup: '5s' }, times)).toMatchObject({
    duration: Duration.from('3s'),
    warmup: Duration.from('5s'),
  });
  expect(measuringControl({ warmup: '0' }, times)).toMatchObject({ warmup: Duration.from(0) });
  expect(() => measuringControl({ warmup: '-1s' }, times)).toThrow('Expected a warm-up of 0s or more, got -1s');
});
