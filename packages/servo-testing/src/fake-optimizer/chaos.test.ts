import { expect, test } from 'vitest';
import { Chaos, type ChaosOptions } from './chaos.js';
import { reply } from './reply-factory.js';

function drawn(options: ChaosOptions, servo = 'a'): readonly (string | undefined)[] {
  const chaos = new Chaos(options);
  return Array.from({ length: 1_000 }, () => chaos.draw(['any', 'HELLO'], servo)?.name);
}

test('Chaos.draw() meets about as many requests as it should, with every kind', () => {
  const faults = drawn({ rate: 0.2, kinds: [reply.http(500), reply.empty()] }).filter((name) => name !== undefined);
  expect(faults.length).toBeGreaterThan(150);
  expect(faults.length).toBeLessThan(250);
  expect(new Set(faults)).toEqual(new Set(['HTTP 500', 'empty body']));
});

test('Chaos.draw() is the same for the same seed, and another for each servo', () => {
  expect(drawn({ rate: 0.5, seed: 7 })).toEqual(drawn({ rate: 0.5, seed: 7 }));
  expect(drawn({ rate: 0.5, seed: 7 })).not.toEqual(drawn({ rate: 0.5, seed: 8 }));
  expect(drawn({ rate: 0.5 }, 'a')).not.toEqual(drawn({ rate: 0.5 }, 'b'));
});

test('Chaos.draw() meets nothing at a rate of 0, all at 1, and only the requests in danger', () => {
  const none = [undefined];
  expect(new Set(drawn({ rate: 0 }))).toEqual(new Set(none));
  expect(drawn({ rate: 1 })).not.toContain(undefined);
  expect(new Set(drawn({ rate: 1, on: ['progress'] }))).toEqual(new Set(none));
});
