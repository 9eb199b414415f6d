import { metric } from '@servo/core';
import { expect, test } from 'vitest';
import { fakeDispatch } from './fake-dispatch.js';

test('fakeDispatch() answers as told and remembers what was sent', async () => {
  const dispatch = fakeDispatch({ metrics: () => [metric('up')] });
  const [result] = await dispatch('metrics', undefined);
  expect(result).toMatchObject({ connector: 'other', value: [{ name: 'up' }] });
  expect(await dispatch.first('promote', undefined)).toBeUndefined();
  expect(dispatch.sent.map(({ event }) => event)).toEqual(['metrics', 'promote']);
});
