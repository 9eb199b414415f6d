import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { Duration } from './duration.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const texts: readonly [text: string, milliseconds: number][] = [
  ['0', 0],
  ['+0', 0],
  ['-0', 0],
  ['5s', 5 * second],
  ['30s', 30 * second],
  ['1478s', 1478 * second],
  ['-5s', -5 * second],
  ['+5s', 5 * second],
  ['5.0s', 5 * second],
  ['5.6s', 5_600],
  ['5.s', 5 * second],
  ['.5s', 500],
  ['1.004s', 1_004],
  ['1.0040s', 1_004],
  ['13ms', 13],
  ['11us', 0.011],
  ['12µs', 0.012],
  ['12μs', 0.012],
  ['14s', 14 * second],
  ['15m', 15 * minute],
  ['16h', 16 * hour],
  ['11d', 11 * day],
  ['10w', 70 * day],
  ['3h30m', 3 * hour + 30 * minute],
  ['1h 30m', 90 * minute],
  [' 1m ', minute],
  ['10.5s4m', 4 * minute + 10_500],
  ['1s1s', 2 * second],
  ['-2m3.4s', -(2 * minute + 3_400)],
  ['1h2m3s4ms', hour + 2 * minute + 3 * second + 4],
  ['4ms5us', 4.005],
  ['10w5d39h9m14.425s', 75 * day + 39 * hour + 9 * minute + 14_425],
  ['52763797000ms', 52_763_797_000],
  ['5y2mm', (5 * 365 + 60) * day],
  ['1y4w1h', (365 + 28) * day + hour],
  ['2y4mm3d8h24m', 73_729_440 * second],
  ['100ns', 0],
];

test.each(texts)('Duration.from() reads "%s"', (text, milliseconds) => {
  expect(Duration.from(text).milliseconds).toBe(milliseconds);
});

test.each(texts)('Duration.toString() of "%s" reads back as the same', (text) => {
  const duration = Duration.from(text);
  expect(Duration.from(String(duration)).milliseconds).toBe(duration.milliseconds);
});

test.each(['', ' ', '3', '60', '-', 's', '.', '-.', '.s', '+.s', '5 m', '5M', '1.5.5s', '5m junk 3s', '1constructor'])(
  'Duration.from() refuses "%s"',
  (text) => {
    expect(() => Duration.from(text)).toThrow(
      expect.objectContaining({
        code: 'DURATION_INVALID',
        message: expect.stringContaining(`'${text.trim()}'`),
      }),
    );
  },
);

test('Duration.from() refuses more than a number can hold', () => {
  expect(() => Duration.from(`${'9'.repeat(400)}s`)).toThrow(expect.objectContaining({ code: 'DURATION_INVALID' }));
});

test('Duration.from() names an unknown unit', () => {
  expect(() => Duration.from('5m3x')).toThrow(`Invalid duration '5m3x': unknown unit "x"`);
});

test('Duration.from() takes numbers as seconds, and durations as they are', () => {
  expect(Duration.from(300).toString()).toBe('5m');
  expect(Duration.from(1.5).milliseconds).toBe(1_500);
  const duration = new Duration(5);
  expect(Duration.from(duration)).toBe(duration);
});

test.each([Number.NaN, Infinity, -Infinity])('Duration refuses %d, in seconds and in milliseconds', (value) => {
  expect(() => Duration.from(value)).toThrow(expect.objectContaining({ code: 'DURATION_INVALID' }));
  expect(() => new Duration(value)).toThrow(expect.objectContaining({ code: 'DURATION_INVALID' }));
});

test.each([
  [0, '0'],
  [400 * day, '1y1mm5d'],
  [90 * minute, '1h30m'],
  [61_250, '1m1.25s'],
  [123_456_789, '1d10h17m36.789s'],
  [1_234.56789, '1.23457s'],
  [1.5, '1ms500us'],
  [0.001, '1us'],
  [-5_000, '-5s'],
  [-0.25, '-250us'],
  [59_999.9999, '1m'],
  [hour - 0.001, '1h'],
])('Duration.toString() of %d ms is %s', (milliseconds, text) => {
  expect(new Duration(milliseconds).toString()).toBe(text);
});

test('Duration has a resolution of one microsecond and no rounding errors', () => {
  expect(new Duration(0.7).plus(new Duration(0.1)).milliseconds).toBe(0.8);
  for (let microseconds = 0; microseconds < 2_000; microseconds += 7)
    expect(Duration.from(`${microseconds}us`).milliseconds).toBe(microseconds / 1_000);
  expect(Object.is(Duration.from('-0').milliseconds, 0)).toBe(true);
  expect(Object.is(new Duration(-0.0001).milliseconds, 0)).toBe(true);
});

test('Duration.equals() compares by value, whatever it is given', () => {
  expect(Duration.from(300).equals('5m')).toBe(true);
  expect(Duration.from(300).equals('300s')).toBe(true);
  expect(Duration.from('5h').equals(18_000)).toBe(true);
  expect(Duration.from('5h').equals(new Duration(1))).toBe(false);
});

test('Duration shows as its text in JSON and in inspection', () => {
  expect(JSON.stringify({ delay: Duration.from(18_000) })).toBe('{"delay":"5h"}');
  expect(inspect(Duration.from(18_000))).toBe("Duration('5h')");
});

test('Duration of another copy of the package is taken as one', async () => {
  vi.resetModules();
  const { Duration: Other } = await import('./duration.js');
  expect(Other).not.toBe(Duration);
  const other = Other.from('5m');
  expect(Duration.from(other)).toBe(other);
  expect(Duration.zero.plus(other).toString()).toBe('5m');
});
