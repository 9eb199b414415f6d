import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { command, FakeOptimizer } from '../../src/fake-optimizer.js';

const run = promisify(execFile);
const openssl = await run('openssl', ['version']).then(
  () => true,
  () => false, // then the test is skipped
);

/** Makes a key and a certificate that nobody trusts. */
async function selfSigned(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', [
    ...options,
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  const pair = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(folder, { recursive: true });
  return pair;
}

test.skipIf(!openssl)('FakeOptimizer.listen() speaks HTTPS with a key and a certificate', async () => {
  const tls = await selfSigned();
  await using optimizer = await FakeOptimizer.listen({ tls, script: [command.describe()] });
  const post = async (ca?: string): Promise<number | undefined> => {
    const sent = request(optimizer.servoUrl('example.com/web'), { method: 'POST', ...(ca && { ca }) });
    sent.end('{}');
    const [response] = await once(sent, 'response');
    response.resume();
    return response.statusCode;
  };
  expect(optimizer.baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  await expect(post()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(optimizer.count()).toBe(0);
  expect(await post(tls.cert)).toBe(401);
  expect(optimizer.requests().map(({ servo }) => servo)).toEqual(['example.com/web']);
});
