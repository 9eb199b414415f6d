import { systemClock } from '@servo/core';
import { connectorHost, eventContext } from '@servo/testing';
import { expect, test } from 'vitest';
import { built } from '../built-connector.js';
import { deadUrl, startService } from '../../../../tools/local-service.js';

async function checkTarget(config: object): Promise<string> {
  const { AutocannonConfig, AutocannonConnector } = await built();
  const host = connectorHost({ config: AutocannonConfig.parse({ rate: 60, ...config }) });
  const context = eventContext({ event: 'check', clock: systemClock });
  return new AutocannonConnector.checks(host).targetAnswers(context);
}

test('targetAnswers() sends the first request once', async () => {
  const seen: string[] = [];
  await using service = await startService((request, response) => {
    seen.push(`${request.method} ${request.url} ${String(request.headers['x-key'])}`);
    response.end();
  });
  const requests = [{ method: 'POST', path: '/a', headers: { 'x-key': 'k' }, body: 'b' }, { path: '/b' }];
  await expect(checkTarget({ url: service.url, requests })).resolves.toMatch(/answered with status 200 in \d+ms/);
  expect(seen).toEqual(['POST /a k']);
});

test('targetAnswers() fails on a status that would be an error', async () => {
  await using service = await startService((_, response) => response.writeHead(404).end());
  await expect(checkTarget({ url: service.url })).rejects.toMatchObject({
    code: 'CHECK_FAILED',
    message: `${service.url} answered with status 404`,
  });
});

test('targetAnswers() fails when nobody listens', async () => {
  await expect(checkTarget({ url: await deadUrl() })).rejects.toThrow('ECONNREFUSED');
});

test('targetAnswers() does not wait longer than the timeout', async () => {
  await using service = await startService(() => {});
  await expect(checkTarget({ url: service.url, timeout: '100ms' })).rejects.toThrow('did not answer in 100ms');
});
