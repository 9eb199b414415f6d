import { expect, test } from 'vitest';
import { receivedRequest } from '../../test/support/received-request.js';
import { ViolationLog } from './violation-log.js';

test('ViolationLog keeps the first thousand, shows twenty, and counts all', () => {
  const log = new ViolationLog();
  log.assertEmpty();
  for (let number = 1; number <= 1_500; number += 1)
    log.add(receivedRequest({ number }), [{ rule: 'path', message: `m${number}` }]);
  expect([log.violations.length, log.violations.at(-1)?.request]).toEqual([1_000, 1_000]);
  expect(() => log.assertEmpty()).toThrow(/\(1500\):\n- request 1 of a: .*\n {2}m1\n[^]*m20\n- and 1480 more$/);
});
