import { expect, test } from 'vitest';
import { Secret } from '../../config/secret.js';
import { TelemetryBag } from './telemetry-bag.js';

test('TelemetryBag keeps the facts of each connector apart, until they are removed or the connector goes', () => {
  const bag = new TelemetryBag();
  const [a, b] = [bag.of('a'), bag.of('b')];
  a.set('version', '1.37');
  a.set('platform', 'linux');
  b.set('version', '2');
  a.set('version', '1.38');
  b.remove('nothing');
  expect(bag.facts).toEqual({ 'a.version': '1.38', 'a.platform': 'linux', 'b.version': '2' });
  a.remove('platform');
  bag.forget(b);
  expect(bag.facts).toEqual({ 'a.version': '1.38' });
});

test('TelemetryBag takes nothing from a connector that is gone', () => {
  const bag = new TelemetryBag();
  const lost = bag.of('a');
  bag.forget(lost);
  lost.set('version', '1.37'); // what it had asked for came late
  expect(bag.facts).toEqual({});
  bag.of('a').set('version', '2');
  lost.remove('version');
  bag.forget(lost); // as one that is closed late is
  expect(bag.facts).toEqual({ 'a.version': '2' });
});

test('TelemetryBag masks secrets, and bounds what a connector tells', () => {
  const bag = new TelemetryBag();
  const token = new Secret('correct-horse');
  const telemetry = bag.of('a');
  telemetry.set('url', `https://x/?t=${token.reveal()}`);
  telemetry.set('long', 'x'.repeat(1_000));
  for (let number = 0; number < 100; number++) telemetry.set(`n${number}`, '');
  expect(bag.facts['a.url']).toBe('https://x/?t=[secret]');
  expect(bag.facts['a.long']).toHaveLength(256);
  expect(Object.keys(bag.facts)).toHaveLength(64);
});

test.for<[key: string, value: unknown]>([
  ['', 'x'],
  ['two words', 'x'],
  ['count', 3],
])('TelemetryBag refuses %j with %j', ([key, value]) => {
  // what plain JavaScript lets pass
  expect(() => new TelemetryBag().of('a').set(key, value as string)).toThrow(
    expect.objectContaining({ code: 'TELEMETRY_INVALID' }),
  );
});
