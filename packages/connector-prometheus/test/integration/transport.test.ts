import { readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { once } from 'node:events';
import { Secret } from '@servo/core/config';
import { systemClock } from '@servo/core';
import { recordingLogger } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { PrometheusClient } from '../../src/client/prometheus-client.js';
import type { QueryAnswer } from '../../src/client/query-answer.js';
import { PrometheusConfig } from '../../src/prometheus-config.js';
import { type Certificates, makeCertificates, missing } from '../support/certificates.js';

const answer = JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [1, '42'] } });
const forty2 = { series: [{ labels: {}, points: [[1_000, 42]] }], warnings: [] };

/** Begins to listen, and ends with the test; answers the port. */
async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('Expected a port');
  return address.port;
}

async function query(config: object): Promise<QueryAnswer> {
  const settings = PrometheusConfig.parse({ metrics: [], retry: 0, timeout: '5s', ...config });
  await using client = new PrometheusClient({ config: settings, cwd: '.', clock: systemClock });
  return await client.query('42', new AbortController().signal);
}

describe('PrometheusClient, over HTTP', () => {
  let seen: IncomingMessage[] = [];
  const remembering: RequestListener = (request, response) => {
    seen.push(request);
    response.end(answer);
  };
  const served = async (listener: RequestListener = remembering): Promise<string> => {
    seen = [];
    return `http://127.0.0.1:${await listen(createServer(listener))}`;
  };

  test('proves who it is by user and password, names its tenant, and sends what headers it is given', async () => {
    const baseUrl = await served();
    const basicAuth = { username: 'me', password: 'pass:word' };
    expect(await query({ baseUrl, basicAuth, tenant: 'shop', headers: { 'X-Extra': 'one' } })).toEqual(forty2);
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('me:pass:word').toString('base64')}`,
      'x-scope-orgid': 'shop',
      'x-extra': 'one',
    });
    expect(seen[0]?.url).toBe('/api/v1/query');
  });

  test('keeps the prefix of the paths of a server', async () => {
    const baseUrl = await served();
    await query({ baseUrl: `${baseUrl}/prometheus/` });
    expect(seen[0]?.url).toBe('/prometheus/api/v1/query');
  });

  test('reads a token again that is refused, and asks once more where it is another', async () => {
    const baseUrl = await served((request, response) => {
      seen.push(request);
      response.statusCode = request.headers.authorization === 'Bearer new' ? 200 : 401;
      response.end(response.statusCode === 200 ? answer : 'who are you?');
    });
    const token = rotatedToken('old', 'new');
    const settings = { ...PrometheusConfig.parse({ metrics: [], retry: 0, baseUrl }), bearerToken: token };
    await using client = new PrometheusClient({ config: settings, cwd: '.', clock: systemClock });
    expect(await client.query('42', new AbortController().signal)).toEqual(forty2);
    expect(seen).toHaveLength(2);
  });

  test('reads a secret of a header again that is refused', async () => {
    const baseUrl = await served((request, response) => {
      seen.push(request);
      response.statusCode = request.headers['x-api-key'] === 'new' ? 200 : 401;
      response.end(response.statusCode === 200 ? answer : 'who are you?');
    });
    const settings = PrometheusConfig.parse({ metrics: [], retry: 0, baseUrl });
    const config = { ...settings, headers: { 'X-Api-Key': rotatedToken('old', 'new') } };
    await using client = new PrometheusClient({ config, cwd: '.', clock: systemClock });
    expect(await client.query('42', new AbortController().signal)).toEqual(forty2);
    expect(seen).toHaveLength(2);
  });

  test('lets each of several requests that are refused at once ask again', async () => {
    const held: (() => void)[] = [];
    const baseUrl = await served((request, response) => {
      seen.push(request);
      const isNew = request.headers.authorization === 'Bearer new';
      response.statusCode = isNew ? 200 : 401;
      const end = (): void => void response.end(isNew ? answer : '');
      if (isNew) end();
      else if (held.push(end) === 2) for (const each of held) each();
    });
    const settings = PrometheusConfig.parse({ metrics: [], retry: 0, baseUrl });
    const config = { ...settings, bearerToken: rotatedToken('old', 'new') };
    await using client = new PrometheusClient({ config, cwd: '.', clock: systemClock });
    const { signal } = new AbortController();
    expect(await Promise.all([client.query('42', signal), client.query('42', signal)])).toEqual([forty2, forty2]);
    expect(seen).toHaveLength(4);
  });

  test('asks no more than once again, however often the token is replaced', async () => {
    const baseUrl = await served((request, response) => {
      seen.push(request);
      response.statusCode = 401;
      response.end();
    });
    const token = new Secret('0');
    let count = 0;
    token.reveal = () => String(count);
    token.refresh = async () => ++count > 0;
    const settings = { ...PrometheusConfig.parse({ metrics: [], retry: 0, baseUrl }), bearerToken: token };
    await using client = new PrometheusClient({ config: settings, cwd: '.', clock: systemClock });
    await expect(client.query('42', new AbortController().signal)).rejects.toMatchObject({ status: 401 });
    expect(seen).toHaveLength(2);
  });

  test('asks a server again that does not answer, once for as long as that lasts, and says so', async () => {
    const baseUrl = await served((request, response) => {
      seen.push(request);
      response.statusCode = 503;
      response.end();
    });
    const config = PrometheusConfig.parse({ metrics: [], retry: '3s', baseUrl });
    const logger = recordingLogger();
    await using client = new PrometheusClient({ config, cwd: '.', clock: systemClock, logger, random: () => 0 });
    const { signal } = new AbortController();
    await expect(client.query('42', signal)).rejects.toMatchObject({ status: 503 });
    const first = seen.length;
    expect(first).toBeGreaterThan(1);
    await expect(client.query('43', signal)).rejects.toMatchObject({ status: 503 });
    expect(seen).toHaveLength(first + 1);
    expect(logger.messages('warn')).toEqual([
      expect.stringMatching(/answered status 503; it is asked again for up to 3s/),
    ]);
  });

  test('does not ask again with a token that is refused and stays', async () => {
    const baseUrl = await served((request, response) => {
      seen.push(request);
      response.statusCode = 401;
      response.end();
    });
    await expect(query({ baseUrl, bearerToken: 'old', retry: '1m' })).rejects.toMatchObject({
      status: 401,
      hint: 'Check bearer_token, basic_auth and headers.',
    });
    expect(seen).toHaveLength(1);
  });

  test('asks a proxy for what it wants', async () => {
    const proxy = await served();
    expect(await query({ baseUrl: 'http://prometheus.test:9090', proxy })).toEqual(forty2);
    expect(seen[0]?.url).toBe('http://prometheus.test:9090/api/v1/query');
    expect(seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('tells a proxy who asks, and says where to write it', async () => {
    const proxy = await served((request, response) => {
      remembering(request, response.writeHead(request.headers['proxy-authorization'] ? 200 : 407));
    });
    const baseUrl = 'http://prometheus.test:9090';
    expect(await query({ baseUrl, proxy: proxy.replace('//', '//me:100%25%@') })).toEqual(forty2);
    const user = Buffer.from('me:100%25%').toString('base64');
    expect(seen[0]?.headers).toMatchObject({ 'proxy-authorization': `Basic ${user}` });
    await expect(query({ baseUrl, proxy, retry: '1m' })).rejects.toMatchObject({
      hint: expect.stringContaining('http://user:password@host:port'),
    });
  });
});

/** A secret that is another once it was read again. */
function rotatedToken(first: string, second: string): Secret {
  const token = new Secret(first);
  let current = first;
  token.reveal = () => current;
  token.refresh = async () => {
    const changes = current !== second;
    current = second;
    return changes;
  };
  return token;
}

/** A proxy that leads through to whatever it is asked for. */
async function tunnel(
  made: Server = createServer(),
): Promise<{ readonly proxy: string; readonly asked: readonly (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  const server = made.on('connect', ({ url = '' }: IncomingMessage, near) => {
    asked.push(url);
    const { hostname, port } = new URL(`tcp://${url}`);
    const far = connect(Number(port), hostname, () => {
      near.write('HTTP/1.1 200 OK\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    onTestFinished(() => void far.destroy());
  });
  return { proxy: `http://127.0.0.1:${await listen(server)}`, asked };
}

test.runIf(missing !== undefined)('openssl is there', ({ skip }) => skip(missing));

describe.skipIf(missing !== undefined)('PrometheusClient, over TLS', () => {
  let certificates: Certificates;
  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterAll(() => rmSync(certificates.folder, { recursive: true }));

  const served = async (more: object = {}): Promise<string> => {
    const { cert, key } = certificates.server;
    const secured = { cert: readFileSync(cert), key: readFileSync(key), ca: readFileSync(certificates.ca), ...more };
    return `https://127.0.0.1:${await listen(createSecureServer(secured, (_, response) => response.end(answer)))}`;
  };

  test('trusts the authority that it is given, for the name that it is given', async () => {
    const baseUrl = await served();
    const { ca } = certificates;
    expect(await query({ baseUrl, tls: { ca, serverName: 'prometheus.test' } })).toEqual(forty2);
    const retry = '1m'; // of which nothing is used: no certificate changes while it is asked for
    await expect(query({ baseUrl, retry, tls: { ca, serverName: 'another.test' } })).rejects.toMatchObject({
      message: expect.stringMatching(/altnames/i),
      hint: expect.stringContaining('tls.server_name'),
    });
    await expect(query({ baseUrl, retry })).rejects.toMatchObject({
      message: expect.stringContaining('certificate'),
      hint: expect.stringContaining('tls.ca'),
    });
  });

  test('accepts anybody where it is told to', async () => {
    expect(await query({ baseUrl: await served(), tls: { insecure: true } })).toEqual(forty2);
  });

  test('shows its certificate to a server that wants one', async () => {
    const baseUrl = await served({ requestCert: true, rejectUnauthorized: true });
    const tls = { ca: certificates.ca, serverName: 'prometheus.test' };
    expect(await query({ baseUrl, tls: { ...tls, ...certificates.client } })).toEqual(forty2);
    await expect(query({ baseUrl, tls })).rejects.toMatchObject({ code: 'PROMETHEUS_FAILED' });
  });

  test('goes through a proxy, which is told where to', async () => {
    const { proxy, asked } = await tunnel();
    const baseUrl = await served();
    const tls = { ca: certificates.ca, serverName: 'prometheus.test' };
    expect(await query({ baseUrl, tls, proxy })).toEqual(forty2);
    expect(asked).toEqual([baseUrl.slice('https://'.length)]);
  });

  test('trusts a proxy that speaks TLS as it trusts the server', async () => {
    const { cert, key } = certificates.server;
    const { proxy, asked } = await tunnel(createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }));
    const [baseUrl, secured] = [await served(), proxy.replace('http:', 'https:')];
    expect(await query({ baseUrl, tls: { insecure: true }, proxy: secured })).toEqual(forty2);
    expect(asked).toEqual([baseUrl.slice('https://'.length)]);
    await expect(query({ baseUrl, proxy: secured })).rejects.toMatchObject({ hint: expect.stringContaining('tls.ca') });
  });

  test('goes through the proxy of the environment, whatever TLS is configured', async () => {
    const { proxy, asked } = await tunnel();
    const baseUrl = await served();
    vi.stubEnv('https_proxy', proxy);
    vi.stubEnv('no_proxy', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await query({ baseUrl, tls: { ca: certificates.ca, serverName: 'prometheus.test' } })).toEqual(forty2);
    expect(asked).toEqual([baseUrl.slice('https://'.length)]);
  });

  test('names the file that it cannot read', async () => {
    await expect(query({ baseUrl: await served(), tls: { ca: 'nowhere.pem' } })).rejects.toMatchObject({
      message: expect.stringMatching(/nowhere\.pem cannot be read/),
      hint: 'Check the paths of "tls".',
    });
  });
});
