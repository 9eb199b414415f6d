import { type Check, runChecks, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { expect, test as plain } from 'vitest';
import { VegetaConnector } from '../../src/index.js';
import { vegetaConnector } from '../measure.js';
import { test, vegeta } from '../real-vegeta.js';
import { deadUrl, startService } from '../../../../tools/local-service.js';

async function check(config: object): Promise<readonly Check[]> {
  const checks = new VegetaConnector.checks(vegetaConnector(config).host);
  return runChecks(checks, { context: eventContext({ event: 'check', clock: systemClock }) });
}

test('the checks send one request', async () => {
  await using service = await startService((_, response) => response.end());
  const checks = await check({ target: `GET ${service.url}\nGET ${service.url}`, rate: 1_000, ramp: [5] });
  expect(checks.map(({ success, message }) => [success, message])).toEqual([
    [true, expect.stringContaining(vegeta)],
    [true, 'there are 2 targets'],
    [true, expect.stringMatching(/^GET \S+ and 1 more answered in [\d.]+ms$/)],
  ]);
  expect(service.arrivals).toHaveLength(1);
});

test('the checks fail on an answer that would be an error', async () => {
  await using service = await startService((_, response) => response.writeHead(404).end());
  const last = (await check({ target: `GET ${service.url}` })).at(-1);
  expect(last).toMatchObject({ success: false, message: `GET ${service.url} answered 404 Not Found` });
  expect(last?.hint).toContain('Check URL');
});

test('the checks fail where nobody listens', async () => {
  const last = (await check({ target: `GET ${await deadUrl()}` })).at(-1);
  expect(last).toMatchObject({ success: false, message: expect.stringContaining('connection refused') });
});

plain('the checks say how to get a vegeta that is not there', async () => {
  const [first, ...others] = await check({ command: '/nowhere/vegeta', target: 'GET http://a/' });
  expect(first).toMatchObject({ success: false, hint: expect.stringContaining('go install') });
  expect(others.filter(({ success }) => success)).toEqual([]);
});

plain('the checks name the line of a file of targets that is wrong', async () => {
  const file = new URL('../../package.json', import.meta.url).pathname;
  const found = (await check({ command: '/bin/sh', targets: file })).find(({ name }) => name.includes('targets'));
  expect(found?.message).toContain('package.json, line 1: expected a method, a space and a URL');
});

test('the checks wait no longer for an answer than a load does', async () => {
  await using service = await startService(() => {});
  const last = (await check({ target: `GET ${service.url}`, timeout: '200ms' })).at(-1);
  expect(last).toMatchObject({ success: false, message: expect.stringMatching(/did not answer: .*Timeout exceeded/) });
});
