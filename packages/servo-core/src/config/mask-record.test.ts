import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskRecord } from './mask-record.js';
import { Secret } from './secret.js';

describe('maskRecord()', () => {
  test('masks what is a secret of this process, in values and keys', () => {
    const token = new Secret('correct-horse');
    const value = { a: ['with correct-horse'], 'correct-horse': 1, b: null, c: 2, d: true };
    expect(maskRecord(value)).toEqual({ a: ['with [secret]'], '[secret]': 1, b: null, c: 2, d: true });
    expect(token.reveal()).toBe('correct-horse'); // held until here
  });

  test.for([
    'password',
    'DB_PASSWORD',
    'apiKey',
    'client_secret',
    'X-SF-Token',
    'AWS_SECRET_ACCESS_KEY',
    'secrets',
    'API_KEYS',
    'auth',
    'PIN',
  ])('masks all that stands below %s, and tells of it', (key) => {
    const hidden: string[] = [];
    const value = { [key]: 'a', deeper: { [key]: { user: ['b', 3] } } };
    expect(maskRecord(value, { hidden: (text) => hidden.push(text) })).toEqual({
      [key]: '[secret]',
      deeper: { [key]: { user: ['[secret]', '[secret]'] } },
    });
    expect(hidden).toEqual(['a', 'b', '3']);
  });

  test.for(['token_file', 'tokenUrl', 'max_tokens_per_second', 'bypass', 'monkey', 'key', 'publicKey'])(
    'leaves %s',
    (key) => {
      expect(maskRecord({ [key]: 'kept' })).toEqual({ [key]: 'kept' });
    },
  );

  test('masks numbers, but not how many there are', () => {
    expect(maskRecord({ pin: 1234, tokens: 3 })).toEqual({ pin: '[secret]', tokens: 3 });
  });

  test('masks what follows an option in a list, and what is assigned in one', () => {
    const args = ['--token', 'abc', '--rate', '5', '--password=x', 'API_KEY=y', '-v'];
    const shown = ['--token', '[secret]', '--rate', '5', '--password=[secret]', 'API_KEY=[secret]', '-v'];
    expect(maskRecord({ args })).toEqual({ args: shown });
  });

  test('masks what credentials look like, and JSON in a text as data', () => {
    const body = JSON.stringify({ password: 'a"b', list: [{ pin: 12 }] });
    const masked = JSON.stringify({ password: '[secret]', list: [{ pin: '[secret]' }] });
    expect(maskRecord(['http://me:p4ss@host/', body])).toEqual(['http://[secret]@host/', masked]);
  });

  test('asks what knows its JSON for it, and ends in circles', () => {
    const circle: Record<string, unknown> = { at: new Date(0) };
    circle['self'] = circle;
    expect(maskRecord(circle)).toEqual({ at: '1970-01-01T00:00:00.000Z', self: '[circular]' });
  });

  test('answers what is JSON again, whatever it is given, and masks nothing twice', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('token', 'password', 'cookie', 'authorization', 'note'));
    const text = fc.oneof(fc.string(), fc.constantFrom('"token":"x', '{"cookie":[', 'a=\\"b', '\\\\"pin\\\\":1'));
    const { value: data } = fc.letrec((tie) => ({
      value: fc.oneof(text, fc.integer(), fc.constant(null), fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    }));
    fc.assert(
      fc.property(data, (value) => {
        const masked = maskRecord(value);
        expect(JSON.parse(JSON.stringify(masked))).toEqual(maskRecord(masked));
      }),
    );
  });
});
