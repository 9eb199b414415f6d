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

test('the checks send one request to each target', async () => {
  await using service = await startService((_, response) => response.end());
  const checks = await check({ target: `GET ${service.url}\nGET ${service.url}`, rate: 1_000, ramp: [5] });
  expect(checks.map(({ success, message }) => [success, message])).toEqual([
    [true, expect.stringContaining(vegeta)],
    [true, 'there are 2 targets'],
    [true, expect.stringMatching(/^GET \S+ and 1 more answered each within [\d.]+ms$/)],
  ]);
  expect(service.arrivals).toHaveLength(2);
});

test('the checks fail when any of the targets does not answer, and name it', async () => {
  await using service = await startService((request, response) =>
    response.writeHead(request.url?.startsWith('/no') ? 500 : 200).end(),
  );
  const targets = ['', 'no?token=hunter2', '', 'no'].map((path) => `GET ${service.url}${path}`).join('\n');
  const last = (await check({ target: targets })).at(-1);
  expect(last).toMatchObject({
    success: false,
    message: `GET ${service.url}no answered 500 Internal Server Error (and 1 more of the targets failed)`,
  });
  expect(service.arrivals).toHaveLength(4);
  const dead = (await check({ target: `GET ${service.url}\nGET ${await deadUrl()}` })).at(-1);
  expect(dead?.message).toMatch(/did not answer: .*connection refused$/);
  expect(dead?.hint).toContain('Check that the service runs');
});

test('the checks get through all targets with one worker, however slow they are', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end(), 150));
  const target = Array.from({ length: 5 }, (_, index) => `GET ${service.url}${index}`).join('\n');
  const last = (await check({ target, maxWorkers: 1 })).at(-1);
  expect(last).toMatchObject({ success: true, message: expect.stringContaining('and 4 more answered each within') });
});

test('the checks ask no more targets than takes seconds', async () => {
  await using service = await startService((_, response) => response.end());
  const target = Array.from({ length: 60 }, (_, index) => `GET ${service.url}${index}`).join('\n');
  const last = (await check({ target })).at(-1);
  expect(last?.message).toMatch(/^the first 50 of 60 targets answered, each within [\d.]+ms$/);
  expect(service.arrivals).toHaveLength(50);
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

plain.each(['/bin/true', '/bin/cat'])('the checks do not take %s for a vegeta', async (command) => {
  const [first] = await check({ command, target: 'GET http://a/' });
  expect(first).toMatchObject({ success: false, hint: expect.stringContaining('another program') });
  expect(first?.message).toMatch(/"\/bin\/\w+ attack -h" ended with exit code \d(?:, without a word|: \S.+)$/);
});

test('the checks name the line of a file of targets that is wrong', async () => {
  const file = new URL('../../package.json', import.meta.url).pathname;
  const found = (await check({ targets: file })).find(({ name }) => name.includes('targets'));
  expect(found?.message).toContain('package.json, line 1: expected a method, a space and a URL');
});

test('the checks wait no longer for an answer than a load does', async () => {
  await using service = await startService(() => {});
  const last = (await check({ target: `GET ${service.url}`, timeout: '200ms' })).at(-1);
  expect(last).toMatchObject({ success: false, message: expect.stringMatching(/did not answer: .*Timeout exceeded/) });
});
