import { ServoError } from '@servo/core';
import { expect, test } from 'vitest';
import { receivedRequest as request } from '../../test/support/received-request.js';
import { RequestLog } from './request-log.js';

test('RequestLog.received() resolves with a request that comes, or came before', async () => {
  const log = new RequestLog(10);
  const waiting = log.received('HELLO', { servo: 'b', count: 2 });
  const [other, first, second] = [request(), request({ servo: 'b' }), request({ servo: 'b' })];
  for (const each of [other, first, second]) log.add(each);
  expect(await waiting).toBe(second);
  expect(await log.received('HELLO', { servo: 'b' })).toBe(first);
  expect(await log.received('any', { count: 3 })).toBe(second);
});

test('RequestLog tells progress from completions', async () => {
  const log = new RequestLog(10);
  const progress = request({ event: 'MEASUREMENT', report: 'progress' });
  const completion = request({ event: 'MEASUREMENT', report: 'completion' });
  for (const each of [progress, completion]) log.add(each);
  expect(log.select('completion')).toEqual([completion]);
  expect([log.count('MEASUREMENT'), log.count('progress', 'a'), log.count('progress', 'b')]).toEqual([2, 1, 0]);
});

test('RequestLog counts what it does not remember', async () => {
  const log = new RequestLog(2);
  const all = [request(), request(), request()];
  for (const each of all) log.add(each);
  expect(log.select('any')).toEqual(all.slice(1));
  expect(log.count('any')).toBe(3);
  expect(await log.received('any', { count: 2 })).toBe(all[1]);
  expect(await log.received('any', { count: 1 })).toBe(all[2]); // the newest, for one that is forgotten
  log.forget();
  expect([log.select('any'), log.count('any')]).toEqual([[], 3]);
});

test('RequestLog.received() rejects with the abort reason, and whoever else waits goes on', async () => {
  const log = new RequestLog(1);
  const stop = new AbortController();
  const [aborted, other] = [log.received('HELLO', { signal: stop.signal }), log.received('HELLO')];
  stop.abort('enough');
  await expect(aborted).rejects.toBe('enough');
  await expect(log.received('HELLO', { signal: stop.signal })).rejects.toBe('enough');
  log.add(request());
  expect((await other).event).toBe('HELLO');
});

test('RequestLog.fail() rejects whoever waits, now and later', async () => {
  const log = new RequestLog(1);
  const reason = new ServoError('OPTIMIZER_CLOSED', 'closed');
  const waiting = log.received('HELLO');
  log.fail(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(log.received('HELLO')).rejects.toBe(reason);
});
