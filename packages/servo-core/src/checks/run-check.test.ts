import { expect, test } from 'vitest';
import { eventContext } from '../../../servo-testing/src/index.js';
import type { Check } from '../model/check.js';
import { CheckError } from './check-error.js';
import type { CheckAnswer } from './check-declaration.js';
import { runCheck, type RunCheckOptions } from './run-check.js';

const answer = (handler: () => unknown, options: Partial<RunCheckOptions> = {}): Promise<Check> =>
  // answers of every form are tried, also those that the compiler refuses
  runCheck('Test', handler as () => CheckAnswer, { context: eventContext({ event: 'check' }), ...options });

const answers: readonly [value: unknown, success: boolean, message: string | undefined][] = [
  [undefined, true, undefined],
  [null, true, undefined],
  [true, true, undefined],
  [false, false, undefined],
  ['msg', true, 'msg'],
  [[false, "didn't work"], false, "didn't work"],
  [[true, 'fine'], true, 'fine'],
];

test.for(answers)('runCheck() reads the answer %j', async ([value, success, message]) => {
  expect(await answer(() => Promise.resolve(value))).toMatchObject({ success, ...(message && { message }) });
});

const mistakes: readonly [value: unknown, form: string][] = [
  [123, 'number'],
  [[false, 187], '[boolean, number]'],
  [[666, 'fail'], '[number, string]'],
  [new Map(), 'Map'],
];

test.for(mistakes)('runCheck() fails on the answer %j and names its type', async ([value, form]) => {
  const { success, message, error } = await answer(() => value);
  expect(success).toBe(false);
  expect(message).toBe(`Expected a check to answer nothing, a boolean, a text, or both; got ${form}`);
  expect(error).toMatchObject({ code: 'CHECK_INVALID' });
});

test('runCheck() fails when the handler throws, and says what lies underneath', async () => {
  const cause = new Error('connect ECONNREFUSED 127.0.0.1:1');
  const error = new TypeError('fetch failed', { cause });
  const failed = await answer(() => Promise.reject(error));
  expect(failed).toMatchObject({
    success: false,
    message: 'TypeError: fetch failed (connect ECONNREFUSED 127.0.0.1:1)',
    error,
  });
});

test('runCheck() takes message, hint and remedy of a CheckError', async () => {
  const remedy = (): Promise<void> => Promise.resolve();
  const failed = await answer(() => {
    throw new CheckError('namespace "shop" does not exist', { hint: 'kubectl create namespace shop', remedy });
  });
  expect(failed).toMatchObject({
    success: false,
    message: 'namespace "shop" does not exist',
    hint: 'kubectl create namespace shop',
    remedy,
  });
});

test('runCheck() keeps what is no error', async () => {
  const failed = await answer(() => Promise.reject('text')); // oxlint-disable-line prefer-promise-reject-errors
  expect(failed).toMatchObject({ message: 'text', error: { code: 'UNEXPECTED', cause: 'text' } });
});

test('runCheck() announces name, id, severity and tags', async () => {
  const options = { severity: 'critical', description: 'why', tags: ['net'] } as const;
  expect(await answer(() => true, options)).toMatchObject({ name: 'Test', id: '532eaabd', ...options });
  expect(await answer(() => true, { id: 'mine' })).toMatchObject({ id: 'mine', severity: 'common' });
});
