import { expect, test, vi } from 'vitest';
import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { AdjustmentRejectedError } from './adjustment-rejected-error.js';
import { brand } from './brand.js';
import { EventAbortedError } from './event-aborted-error.js';
import { EventError } from './event-error.js';
import { mostSevereError } from './most-severe-error.js';
import { ServoError } from './servo-error.js';

/** A second copy of the package, as a connector with its own node_modules brings one. */
async function anotherCopy(): Promise<{
  readonly rejected: typeof AdjustmentRejectedError;
  readonly base: typeof ServoError;
}> {
  vi.resetModules();
  const { AdjustmentRejectedError: rejected } = await import('./adjustment-rejected-error.js');
  const { ServoError: base } = await import('./servo-error.js');
  return { rejected, base };
}

test('brand() makes instanceof agree between two copies of the package, for every branded ancestor', async () => {
  const copy = await anotherCopy();
  expect(copy.rejected).not.toBe(AdjustmentRejectedError);
  const error = new copy.rejected('no');
  for (const type of [AdjustmentRejectedError, AdjustmentFailedError, EventError, ServoError, Error])
    expect(error).toBeInstanceOf(type);
  expect(error).not.toBeInstanceOf(EventAbortedError);
  expect(new AdjustmentRejectedError('no')).toBeInstanceOf(copy.base);
});

test('brand() lets the functions of one copy understand the errors of another', async () => {
  const copy = await anotherCopy();
  const error = new copy.rejected('no');
  expect(ServoError.from(error)).toBe(error);
  expect(mostSevereError(new AggregateError([new AdjustmentFailedError('later'), error])).error).toBe(error);
});

test('brand() leaves subclasses their ordinary meaning', () => {
  class AcmeError extends ServoError {}
  const plain = new ServoError('ACME', 'no');
  expect(plain).not.toBeInstanceOf(AcmeError);
  expect(new AcmeError('ACME', 'no')).toBeInstanceOf(AcmeError);
  expect(new AcmeError('ACME', 'no')).toBeInstanceOf(ServoError);
});

test('brand() is not taken in by values that are no objects', () => {
  class Sample {}
  brand(Sample, 'sample');
  expect([undefined, null, 'text', 5, {}].some((value: unknown) => value instanceof Sample)).toBe(false);
  expect(new Sample()).toBeInstanceOf(Sample);
});

test('brand() does not show in the keys of an instance', () => {
  class Sample {}
  brand(Sample, 'sample');
  expect(Reflect.ownKeys(new Sample())).toEqual([]);
});
