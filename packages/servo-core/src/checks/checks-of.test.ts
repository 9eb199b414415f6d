import { expect, test } from 'vitest';
import { defineConnector } from '../connector/define-connector.js';
import { checkId } from '../model/check.js';
import { check } from './check-decorator.js';
import { checksOf } from './checks-of.js';

test('checksOf() lists declarations in order with the method as their source', () => {
  class Probe {
    @check('b', { severity: 'critical' }) second(): void {}
    @check('a') first(): void {}
  }
  expect(checksOf(Probe)).toEqual([
    { name: 'b', severity: 'critical', method: 'second', multiple: false },
    { name: 'a', method: 'first', multiple: false },
  ]);
});

test('checksOf() gives checks that are written as data the id of their name', () => {
  const pinger = defineConnector({ checks: { 'endpoint answers': { run: () => true } } });
  expect(checksOf(pinger)).toMatchObject([{ name: 'endpoint answers', id: checkId('endpoint answers') }]);
});

test('check() refuses a bad tag', () => {
  expect(() => check('x', { tags: ['Not OK'] })).toThrow(expect.objectContaining({ code: 'CHECK_INVALID' }));
});
