import { expect, test } from 'vitest';
import { type ControlInput, control } from './control.js';

test('control() lasts one second without delay and warm-up unless told', () => {
  const { duration, delay, warmup, ...rest } = control();
  expect([duration, delay, warmup].map(String)).toEqual(['1s', '0', '0']);
  expect(rest).toStrictEqual({});
});

test('control() reads numbers as seconds and text as durations', () => {
  const { duration, delay, warmup, settlement } = control({ duration: 180, delay: 10, warmup: '30s', settlement: 60 });
  expect([duration, delay, warmup, settlement].map(String)).toEqual(['3m', '10s', '30s', '1m']);
});

test('control() reads null as absent, and as no duration', () => {
  const { duration, delay, warmup, ...rest } = control({
    duration: null,
    delay: null,
    past: null,
    warmup: null,
    settlement: null,
    load: null,
    userdata: null,
    environment: null,
  });
  expect([duration, delay, warmup].map(String)).toEqual(['0', '0', '0']);
  expect(rest).toStrictEqual({});
});

test('control() reads past as the older name of delay', () => {
  expect(control({ past: 123 }).delay.toString()).toBe('2m3s');
  expect(control({ past: 123, delay: '2m3s' }).delay.toString()).toBe('2m3s');
});

test.each<ControlInput>([
  { past: 123, delay: 456 },
  { past: 123, delay: 0 },
])('control() refuses past and delay that differ (%j)', (input) => {
  expect(() => control(input)).toThrow(
    expect.objectContaining({
      code: 'CONTROL_INVALID',
      message: expect.stringContaining(`got 123 and ${String(input.delay)}`),
    }),
  );
});

test('control() refuses what is no duration', () => {
  expect(() => control({ warmup: 'soon' })).toThrow(expect.objectContaining({ code: 'DURATION_INVALID' }));
});

test('control() hands on load, userdata and environment as they are', () => {
  const free = { load: { rate: 5 }, userdata: { slo: {} }, environment: { mode: 'canary' } };
  expect(control(free)).toMatchObject(free);
});
