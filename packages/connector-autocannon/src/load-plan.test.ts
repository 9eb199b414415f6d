import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from '@servo/core';
import { expect, onTestFinished, test } from 'vitest';
import { AutocannonConfig } from './autocannon-config.js';
import { describeTarget, planLoad } from './load-plan.js';

function configOf(changes: object) {
  return AutocannonConfig.parse({ url: 'http://user:pa%20ss@127.0.0.1:8123/report?token=t', rate: 60, ...changes });
}

function planOf(changes: object, { duration = '1m', cwd = '/nowhere' } = {}) {
  const times = { duration: Duration.from(duration), warmup: Duration.from('5s') };
  return planLoad(configOf(changes), { times, cwd });
}

test('planLoad() is one GET of the url, with the credentials in a header', async () => {
  const { requests, ...rest } = await planOf({});
  expect(requests).toEqual([
    { method: 'GET', path: '/report?token=t', headers: { authorization: 'Basic dXNlcjpwYSBzcw==' } },
  ]);
  expect(rest).toMatchObject({ rate: 60, connections: 10, timeout: 10_000, interval: 1_000 });
  expect(rest).toMatchObject({ duration: 60_000, warmup: 5_000 });
});

test('planLoad() fails when nobody said how long', async () => {
  await expect(planOf({}, { duration: '0s' })).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'no-duration',
  });
});

test('planLoad() lets the headers of a request win over those of all', async () => {
  const { requests } = await planOf({
    url: 'http://a/',
    headers: { Accept: 'text/html', 'x-all': '1' },
    requests: [{ headers: { accept: 'application/json' } }, { method: 'DELETE', path: '/y' }],
  });
  expect(requests).toEqual([
    { method: 'GET', path: '/', headers: { accept: 'application/json', 'x-all': '1' } },
    { method: 'DELETE', path: '/y', headers: { accept: 'text/html', 'x-all': '1' } },
  ]);
});

test('planLoad() reads the file of a body from the folder of the configuration', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'servo-load-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  await writeFile(join(cwd, 'order.json'), '{"n":1}');
  const requests = [{ method: 'POST', bodyFile: 'order.json' }];
  expect((await planOf({ requests }, { cwd })).requests[0]?.body).toBe('{"n":1}');
  await expect(planOf({ requests }, { cwd: '/nowhere' })).rejects.toMatchObject({ reason: 'body-file' });
});

test('describeTarget() shows neither credentials nor the query', () => {
  expect(describeTarget(configOf({}))).toBe('http://127.0.0.1:8123/report');
  expect(describeTarget(configOf({ requests: [{ path: '/a?key=k' }, { path: '/b' }] }))).toBe(
    'http://127.0.0.1:8123/a and 1 more',
  );
});
