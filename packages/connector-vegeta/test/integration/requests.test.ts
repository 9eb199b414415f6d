import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { measure } from '../measure.js';
import { test } from '../real-vegeta.js';
import { listen, startService } from '../../../../tools/local-service.js';

const run = promisify(execFile);
const openssl = await run('openssl', ['version']).then(
  () => true,
  () => false, // then what needs it is skipped
);

async function folder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'servo-vegeta-'));
  onTestFinished(() => rm(path, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(path, name), content)));
  return path;
}

/** A service that counts what it is asked, by whatever of a request matters. */
async function recorder(keyOf: (request: IncomingMessage, body: string) => string) {
  const seen: Record<string, number> = {};
  const service = await startService((request, response) => {
    void text(request).then((body) => {
      const key = keyOf(request, body);
      seen[key] = (seen[key] ?? 0) + 1;
      response.end();
    });
  });
  onTestFinished(() => service[Symbol.asyncDispose]());
  return { url: service.url, seen };
}

const parts = ({ method, url, headers }: IncomingMessage, body: string): string =>
  [method, url, headers['authorization'], headers['x-kind'], body].join(' ');

test('measure() sends the targets of a file in turns, with methods, headers and bodies', async () => {
  const { url, seen } = await recorder(parts);
  const path = await folder({ 'body.json': '{"ü":1}', 'all.json': 'all', headers: '# for all\nX-Kind: file: a\n' });
  const targets = `# reads\nGET ${url}read?n=1\nX-Kind: own\n\nPOST ${url}write\n@${path}/body.json\n\nPUT ${url}put\n`;
  await writeFile(join(path, 'targets.http'), targets);
  await measure({
    targets: join(path, 'targets.http'),
    headers: { authorization: 'Bearer hunter2' },
    headersFile: join(path, 'headers'),
    bodyFile: join(path, 'all.json'),
    rate: 90,
  });
  expect(seen).toEqual({
    'GET /read?n=1 Bearer hunter2 own all': 30,
    'POST /write Bearer hunter2 file: a {"ü":1}': 30,
    'PUT /put Bearer hunter2 file: a all': 30,
  });
});

test('measure() sends targets in JSON', async () => {
  const { url, seen } = await recorder(parts);
  const body = Buffer.from('"quoted" $HOME').toString('base64');
  const targets = [
    { method: 'POST', url: `${url}a`, body, header: { 'X-Kind': ['b'] } },
    { method: 'GET', url },
  ];
  const target = targets.map((each) => JSON.stringify(each)).join('\n');
  await measure({ target, format: 'json', headers: { 'x-kind': 'c' } });
  expect(seen).toEqual({ 'POST /a  b "quoted" $HOME': 50, 'GET /  c ': 50 });
});

test('measure() reads as much of the answers as is asked for', async () => {
  await using service = await startService((_, response) => response.end('x'.repeat(100_000)));
  const config = { target: `GET ${service.url}` };
  const read = async (more: object = {}): Promise<number> =>
    (await measure({ ...config, ...more })).sums['bytes_in'] ?? 0;
  const [all, some] = [await read(), await read({ maxBody: 10 })];
  expect([all % 100_000, some % 10]).toEqual([0, 0]);
  for (const answers of [all / 100_000, some / 10]) {
    expect(answers).toBeGreaterThan(90); // a busy machine sends a request less
    expect(answers).toBeLessThanOrEqual(100);
  }
});

test('measure() opens a connection for each request where it shall not keep them', async () => {
  const { url, seen } = await recorder(({ headers }) => `${headers.connection ?? 'none'}`);
  await measure({ target: `GET ${url}`, keepalive: false });
  expect(seen).toEqual({ close: 100 });
});

test('measure() connects to another place than the URL says', async () => {
  const { url, seen } = await recorder(({ headers }) => `${headers.host}`);
  const connectTo = [`shop.example:80:127.0.0.1:${new URL(url).port}`];
  const { values } = await measure({ target: 'GET http://shop.example/', connectTo });
  expect(values).toMatchObject({ error_rate: 0 });
  expect(seen).toEqual({ 'shop.example': 100 });
});

test('measure() goes through a proxy', async () => {
  const { url, seen } = await recorder((request) => `${request.method} ${request.url}`);
  const { values } = await measure({ target: 'GET http://shop.example/cart', proxy: url });
  expect(values).toMatchObject({ error_rate: 0 });
  expect(seen).toEqual({ 'GET http://shop.example/cart': 100 });
});

/** Makes a key and a certificate for 127.0.0.1 that nobody trusts. */
async function selfSigned(path: string, name: string): Promise<void> {
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  await run('openssl', [
    ...request,
    ...subject,
    '-keyout',
    join(path, `${name}.key`),
    '-out',
    join(path, `${name}.pem`),
  ]);
}

test.skipIf(!openssl)('measure() trusts what it is told to trust, and shows who it is', async () => {
  const path = await folder();
  await Promise.all([selfSigned(path, 'server'), selfSigned(path, 'client')]);
  const read = (name: string): Promise<string> => readFile(join(path, name), 'utf8');
  const own = { key: await read('server.key'), cert: await read('server.pem') };
  const server = createServer({ ...own, ca: await read('client.pem'), requestCert: true }, (_, response) =>
    response.end(),
  );
  const url = await listen(server, 'https');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const client = { cert: join(path, 'client.pem'), key: join(path, 'client.key') };
  const config = { target: `GET ${url}`, rate: 20, ...client };
  await expect(measure(config)).rejects.toMatchObject({
    reason: 'no-traffic',
    message: expect.stringContaining('x509'),
    hint: expect.stringContaining('root_certs'),
  });
  expect((await measure({ ...config, rootCerts: [join(path, 'server.pem')] })).values['error_rate']).toBe(0);
  const stranger = measure({ target: `GET ${url}`, rate: 20, insecure: true });
  await expect(stranger).rejects.toThrow('certificate required');
});

test.skipIf(!openssl)('measure() speaks HTTP/2 unless it is told not to', async () => {
  const path = await folder();
  await selfSigned(path, 'server');
  const read = (name: string): Promise<string> => readFile(join(path, name), 'utf8');
  const seen = new Set<string>();
  const options = { key: await read('server.key'), cert: await read('server.pem'), allowHTTP1: true };
  const server = createSecureServer(options, ({ httpVersion }, response) => {
    seen.add(httpVersion);
    response.end();
  });
  const url = await listen(server, 'https');
  onTestFinished(() => void server.close());
  const config = { target: `GET ${url}`, rate: 20, insecure: true };
  expect((await measure(config)).values['error_rate']).toBe(0);
  expect((await measure({ ...config, http2: false })).values['error_rate']).toBe(0);
  expect([...seen]).toEqual(['2.0', '1.1']);
});
