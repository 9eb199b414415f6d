import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';

interface Finding {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly hint?: string;
}

/** What the doctor says of a deployment, by what was looked at, and the exit code. */
async function examined(target: Deployment, ...args: readonly string[]) {
  const { code, stdout } = await target.run(['doctor', '-o', 'json', ...args]);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  return { code, found: new Map(findings.map((each) => [each.name, each])) };
}

/** An optimizer that knows one token, and whose clock is so many milliseconds ahead. */
async function optimizer(ahead: number): Promise<{ readonly port: number; readonly heard: unknown[] }> {
  const heard: unknown[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push(JSON.parse(body));
      response.setHeader('date', new Date(Date.now() + ahead).toUTCString());
      response.writeHead(request.headers.authorization === 'Bearer right' ? 200 : 401).end('{"status":"ok"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard }; // it listens on a port
}

test('servo doctor finds nothing wrong with a deployment that runs', async () => {
  const { code, found } = await examined(await deployment());
  expect(code).toBe(0);
  expect([...found.values()].filter(({ status }) => status !== 'well')).toEqual([]);
  expect([...found.keys()]).toEqual(
    expect.arrayContaining(['node', 'versions', '@servo/core', 'state', 'configuration']),
  );
});

test('servo doctor asks a remote optimizer without changing anything, and compares the clocks', async () => {
  const target = await deployment();
  const { port, heard } = await optimizer(120_000);
  writeFileSync(join(target.folder, 'token'), 'right\n');
  chmodSync(join(target.folder, 'token'), 0o644);
  target.write(
    'servo.yaml',
    `name: shop\noptimizer: {id: example.com/shop, token_file: token, url: "http://127.0.0.1:${port}/"}\nconnectors: []\n`,
  );
  const { code, found } = await examined(target);
  expect(code).toBe(0);
  expect(heard).toEqual([
    { event: 'HELLO', param: null, servo_uid: null },
    { event: 'GOODBYE', param: { reason: 'checked' }, servo_uid: null },
  ]);
  expect(found.get('optimizer of shop')).toMatchObject({
    status: 'well',
    message: expect.stringContaining('answered in'),
  });
  expect(found.get('clock')).toMatchObject({
    status: 'warning',
    message: expect.stringMatching(/^1(19|20|21) s behind/),
  });
  expect(found.get('secret')).toMatchObject({ status: 'warning', hint: expect.stringContaining('chmod 600') });
});

test('servo doctor says what is wrong, and what to do, and exits with 1', async () => {
  const target = await deployment();
  const { port } = await optimizer(0);
  target.write(
    'servo.yaml',
    `name: shop\noptimizer: {id: example.com/shop, token: wrong, url: "http://127.0.0.1:${port}/"}\nconnectors: []\n`,
  );
  const refused = await examined(target);
  expect(refused.code).toBe(1);
  expect(refused.found.get('optimizer of shop')).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('401'),
    hint: expect.stringContaining('token'),
  });
  target.write('servo.yaml', 'optimiser: {}\n');
  const broken = await examined(target);
  expect(broken.found.get('configuration')).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('optimizer'),
  });
});

test('servo doctor looks at the sections of connectors, and at the files of their secrets', async () => {
  const target = await deployment();
  const write = (key: string) =>
    target.write('servo.yaml', `optimizer: {minimize: price}\nconnectors: [trace]\ntrace: {${key}: token}\n`);
  target.connector(
    'trace',
    `import { defineConnector } from '@servo/core';
import { secret, z } from '@servo/core/config';
export const Example = defineConnector({ config: z.strictObject({ token: secret() }) });`,
  );
  write('token_file');
  target.write('token', 'hush-hush');
  chmodSync(join(target.folder, 'token'), 0o644);
  const readable = await examined(target);
  expect(readable.found.get('secret')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('mode 644'),
  });
  write('tokn_file');
  const refused = await examined(target);
  expect(refused.code).toBe(1);
  expect(refused.found.get('configuration')).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('tokn_file'),
  });
});

test('servo doctor says that a state directory is none', async () => {
  const target = await deployment();
  target.write('state', 'a file');
  const { stdout, code } = await target.run(['doctor', '-o', 'json'], { SERVO_STATE_DIR: 'state' });
  expect(code).toBe(1);
  expect(stdout).toContain('state is no directory');
});
