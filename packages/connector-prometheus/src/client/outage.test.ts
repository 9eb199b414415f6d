import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { Outage } from './outage.js';

test('Outage has one budget, from the first attempt without an answer on', async () => {
  const clock = new FakeClock();
  const outage = new Outage({ clock, budget: 60_000 });
  const begun = clock.monotonic();
  expect(outage.noticed(begun)).toBe(begun + 60_000);
  expect(outage.isKnown).toBe(true);
  await clock.advance(50_000);
  expect(outage.noticed(clock.monotonic())).toBe(begun + 60_000);
  await clock.advance(50_000);
  expect(outage.noticed(clock.monotonic())).toBe(begun + 60_000);
});

test('Outage begins anew once the server answered, or when nobody asked for long', async () => {
  const clock = new FakeClock();
  const outage = new Outage({ clock, budget: 60_000 });
  outage.noticed(clock.monotonic());
  await clock.advance(30_000);
  outage.over();
  expect(outage.isKnown).toBe(false);
  expect(outage.noticed(clock.monotonic())).toBe(clock.monotonic() + 60_000);
  await clock.advance(60_001);
  expect(outage.noticed(clock.monotonic())).toBe(clock.monotonic() + 60_000);
});
