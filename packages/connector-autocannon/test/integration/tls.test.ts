import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { load } from '../built-connector.js';
import { listen } from '../../../../tools/local-service.js';

const run = promisify(execFile);
const openssl = await run('openssl', ['version']).then(
  () => true,
  () => false, // then the tests are skipped
);

/** Makes a key and a certificate that nobody trusts. */
async function selfSigned(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', [...request, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert]);
  const pair = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(folder, { recursive: true });
  return pair;
}

test.skipIf(!openssl)('measure() sends nothing to a service whose certificate is not trusted', async () => {
  let requests = 0;
  const server = createServer(await selfSigned(), (_, response) => {
    requests += 1;
    response.end();
  });
  const url = await listen(server, 'https');
  await expect(load({ url })).rejects.toMatchObject({
    reason: 'no-traffic',
    message: expect.stringContaining('certificate refused'),
  });
  expect(requests).toBe(0);
  const { values } = await load({ url, insecure: true });
  expect([values['error_rate'], requests]).toEqual([0, 100]);
  server.close();
  server.closeAllConnections();
});
