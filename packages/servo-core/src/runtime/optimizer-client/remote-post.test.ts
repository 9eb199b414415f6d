import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import {
  httpServer,
  httpsServer,
  proxyServer,
  readPem,
  socketServer,
  testPem,
} from '../../../test/support/loopback.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { Secret } from '../../config/secret.js';
import { type NetworkSettings, networkSettings } from '../../optimizer/network-settings.js';
import type { Clock } from '../../time/clock.js';
import type { PostAnswer } from './post.js';
import { remotePost } from './remote-post.js';

interface Setup {
  readonly env?: Readonly<Record<string, string>>;
  readonly network?: NetworkSettings;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

const { signal: never } = new AbortController();

function poster({ env = {}, network, clock, signal = never }: Setup = {}): (url: string) => Promise<PostAnswer> {
  const post = remotePost(env, clock);
  onTestFinished(() => post[Symbol.asyncDispose]());
  return (url) => post({ url, headers: { 'x-test': 'yes' }, body: 'hello', signal, network });
}

const settings = (value: object): NetworkSettings => networkSettings.parse(value);
const ok = (_: unknown, response: { end(text: string): unknown }): unknown => response.end('ok');

describe('remotePost()', () => {
  test('sends headers and body, and brings back status, headers and body', async () => {
    const url = await httpServer(async (request, response) => {
      const body = (await request.toArray()).join('');
      response
        .writeHead(202, { 'x-seen': `${request.method} ${request.url} ${String(request.headers['x-test'])}` })
        .end(`[${body}]`);
    });
    const answer = await poster()(`${url}/servo?x=1`);
    expect(answer).toMatchObject({ status: 202, text: '[hello]', complete: true });
    expect(answer.headers.get('X-Seen')).toBe('POST /servo?x=1 yes');
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('uses one connection again and again, after an answer that is an error, too', async () => {
    const ports = new Set<number | undefined>();
    const url = await httpServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(503).end('x'.repeat(1_000));
    });
    const post = poster();
    for (let time = 0; time < 9; time++) await post(url);
    expect(ports.size).toBeLessThan(3);
  });

  test('does not follow a redirect', async () => {
    const elsewhere = await httpServer(() => expect.unreachable('the redirect was followed'));
    const url = await httpServer((_, response) => response.writeHead(302, { location: elsewhere }).end());
    expect((await poster()(url)).status).toBe(302);
  });

  test('ends when the signal aborts, while the server keeps silent', async () => {
    const asked = Promise.withResolvers<void>();
    const url = await httpServer(() => asked.resolve());
    const stop = new AbortController();
    const answer = poster({ signal: stop.signal })(url);
    await asked.promise;
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  test('stops reading an answer that is larger than any of the protocol', async () => {
    const cut = Promise.withResolvers<void>();
    const url = await httpServer((_, response) => {
      response.on('close', cut.resolve);
      const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
      more();
    });
    const answer = await poster()(url);
    expect(answer.complete).toBe(false);
    expect(answer.text.length).toBeLessThanOrEqual(2 ** 20);
    await cut.promise;
  });
});

describe('remotePost() fails', () => {
  test('when nothing listens', async () => {
    const url = await httpServer(ok);
    const gone = await socketServer(() => {});
    expect(gone).not.toBe(url);
    await expect(poster()('http://127.0.0.1:1/')).rejects.toMatchObject({
      code: 'OPTIMIZER_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
      hint: expect.stringContaining('check host and port'),
    });
  });

  test('when the host is unknown', async () => {
    await expect(poster()('http://optimizer.invalid/')).rejects.toMatchObject({
      code: 'OPTIMIZER_UNREACHABLE',
      message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
      hint: expect.stringContaining('name service'),
    });
  });

  test.for([
    ['before an answer', ''],
    ['in the middle of the headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['in the middle of the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"cmd":'],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"cmd":'],
  ])('when the connection breaks %s', async ([, text = '']) => {
    const server = await socketServer((socket) => socket.once('data', () => socket.end(text)));
    await expect(poster()(`http://${server}/`)).rejects.toMatchObject({
      code: 'OPTIMIZER_UNREACHABLE',
      verdict: 'retry',
    });
  });

  test('when the connection is reset', async () => {
    const server = await socketServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(poster()(`http://${server}/`)).rejects.toMatchObject({ code: 'OPTIMIZER_UNREACHABLE' });
  });

  test('when what answers does not speak HTTP', async () => {
    const server = await socketServer((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
    await expect(poster()(`http://${server}/`)).rejects.toMatchObject({ code: 'OPTIMIZER_ANSWER_INVALID' });
  });

  test('when no answer comes in time', async () => {
    const url = await httpServer(() => {});
    const network = settings({ timeouts: { read: '20ms' } });
    await expect(poster({ network })(url)).rejects.toMatchObject({
      code: 'OPTIMIZER_TIMEOUT',
      hint: expect.stringContaining('settings.timeouts'),
    });
  });

  test('when no connection comes about in time', async () => {
    const server = await socketServer(() => {}); // it never shakes hands
    const network = settings({ timeouts: { connect: '20ms' } });
    await expect(poster({ network })(`https://${server}/`)).rejects.toMatchObject({ code: 'OPTIMIZER_TIMEOUT' });
  });

  test('when an answer trickles for longer than a request may take as a whole', async () => {
    const begun = Promise.withResolvers<void>();
    const url = await httpServer((_, response) => response.write('{', () => begun.resolve()));
    const clock = new FakeClock();
    const answer = poster({ clock })(url);
    answer.catch(() => {}); // looked at below
    await begun.promise;
    await clock.advance(119_999);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    await expect(answer).rejects.toMatchObject({
      code: 'OPTIMIZER_TIMEOUT',
      message: expect.stringContaining('120 s'),
    });
  });

  test('when a header cannot be sent, for good', async () => {
    const post = remotePost({});
    onTestFinished(() => post[Symbol.asyncDispose]());
    const url = await httpServer(ok);
    await expect(post({ url, headers: { 'x-test': 'a\nb' }, body: '', signal: never })).rejects.toMatchObject({
      verdict: 'fatal',
    });
  });
});

describe('remotePost() by TLS', () => {
  test('trusts the authorities of the file that settings name', async () => {
    const url = await httpsServer(ok);
    const network = settings({ sslVerify: testPem('ca.pem') });
    expect((await poster({ network })(url)).text).toBe('ok');
  });

  test('trusts no others unless it is told to', async () => {
    const url = await httpsServer(ok);
    await expect(poster()(url)).rejects.toMatchObject({
      code: 'OPTIMIZER_UNTRUSTED',
      hint: expect.stringContaining('settings.ssl_verify'),
    });
    expect((await poster({ network: settings({ sslVerify: false }) })(url)).text).toBe('ok');
  });

  test.for<[name: string, server: () => Promise<string>, hint: string]>([
    ['a certificate is over', () => httpsServer(ok, expired), 'renewed'],
    ['a certificate names another host', () => httpsServer(ok, another), 'Name the optimizer'],
    ['the server speaks no TLS', async () => (await httpServer(ok)).replace('http:', 'https:'), 'speak TLS'],
  ])('fails when %s', async ([, server, hint]) => {
    const network = settings({ sslVerify: testPem('ca.pem') });
    await expect(poster({ network })(await server())).rejects.toMatchObject({
      code: 'OPTIMIZER_UNTRUSTED',
      hint: expect.stringContaining(hint),
    });
  });

  test.for([
    ['client.key', {}],
    ['client-encrypted.key', { passphrase: 'hush' }],
  ] as const)('shows the certificate of the servo, whose key is %s', async ([key, more]) => {
    const url = await httpsServer(ok, mutual);
    const clientCertificate = { certificate: testPem('client.pem'), key: testPem(key), ...more };
    const network = settings({ sslVerify: testPem('ca.pem'), clientCertificate });
    expect((await poster({ network })(url)).text).toBe('ok');
  });

  test('says that a server wants a certificate', async () => {
    const network = settings({ sslVerify: testPem('ca.pem') });
    const post = poster({ network });
    const url = await httpsServer(ok, mutual);
    await expect(post(url)).rejects.toMatchObject({ hint: expect.stringContaining('client_certificate') });
  });

  test('reads the files again after a failure', async () => {
    const path = join(temporaryFolder({ 'ca.pem': readPem('expired.pem') }), 'ca.pem');
    const post = poster({ network: settings({ sslVerify: path }) });
    const url = await httpsServer(ok);
    await expect(post(url)).rejects.toMatchObject({ code: 'OPTIMIZER_UNTRUSTED' });
    rmSync(path);
    await expect(post(url)).rejects.toMatchObject({ code: 'TLS_FILE_INVALID' });
    cpSync(testPem('ca.pem'), path);
    expect((await post(url)).text).toBe('ok');
    writeFileSync(path, ''); // what works is left alone
    expect((await post(url)).text).toBe('ok');
  });
});

describe('remotePost() by a proxy', () => {
  test.for([
    (url: string) => ({ env: { HTTP_PROXY: url } }),
    (url: string) => ({ env: { http_proxy: url, HTTP_PROXY: 'http://127.0.0.1:1' } }),
    (url: string) => ({ env: { ALL_PROXY: url, NO_PROXY: 'example.com' } }),
    (url: string) => ({ env: { HTTP_PROXY: 'http://127.0.0.1:1' }, network: settings({ proxies: url }) }),
    (url: string) => ({ network: settings({ proxies: { 'http://': url } }) }),
    (url: string) => ({ network: settings({ proxies: { 'all://*.invalid': url, 'all://': null } }) }),
  ])('asks for HTTP what %s leads to', async (setup) => {
    const { url, asked } = await proxyServer();
    expect((await poster(setup(url))('http://optimizer.invalid/servo')).text).toBe('by the proxy');
    expect(asked).toEqual([{ what: 'POST http://optimizer.invalid/servo', authorization: undefined }]);
  });

  test.for([
    (url: string) => ({ env: { HTTP_PROXY: url, NO_PROXY: '127.0.0.1' } }),
    (url: string) => ({ env: { HTTP_PROXY: url, no_proxy: 'localhost, 127.0.0.0/8' } }),
    (url: string) => ({ env: { HTTPS_PROXY: url } }),
    (url: string) => ({ env: { HTTP_PROXY: url }, network: settings({ proxies: {} }) }),
    (url: string) => ({ env: { HTTP_PROXY: url }, network: settings({ proxies: [] }) }),
    (url: string) => ({ network: settings({ proxies: { 'all://': url, 'all://127.0.0.1': null } }) }),
    (url: string) => ({ network: settings({ proxies: { 'https://': url } }) }),
  ])('goes around it where %s says so', async (setup) => {
    const { url, asked } = await proxyServer();
    const server = await httpServer(ok);
    expect((await poster(setup(url))(server)).text).toBe('ok');
    expect(asked).toEqual([]);
  });

  test('goes through it by a tunnel to what speaks TLS, which is verified', async () => {
    const { url: proxy, asked } = await proxyServer();
    const url = await httpsServer(ok);
    const env = { HTTPS_PROXY: proxy };
    const network = settings({ sslVerify: testPem('ca.pem') });
    expect((await poster({ env, network })(url)).text).toBe('ok');
    expect(asked).toEqual([{ what: `CONNECT ${new URL(url).host}`, authorization: undefined }]);
    await expect(poster({ env })(url)).rejects.toMatchObject({ code: 'OPTIMIZER_UNTRUSTED' });
  });

  test('sends the credentials of its URL in a header, to it alone', async () => {
    const { url: proxy, asked } = await proxyServer();
    const seen: unknown[] = [];
    const url = await httpsServer((request, response) => {
      seen.push(request.headers['proxy-authorization']);
      response.end();
    });
    const proxies = proxy.replace('//', '//me:p%40ss%@');
    const post = poster({ network: settings({ proxies, sslVerify: testPem('ca.pem') }) });
    await post(url);
    await post('http://optimizer.invalid/');
    const authorization = `Basic ${btoa('me:p%40ss%')}`; // not encoded rightly: taken as it is
    expect(asked.map((each) => each.authorization)).toEqual([authorization, authorization]);
    expect(seen).toEqual([undefined]);
  });

  test.for(['http://optimizer.invalid/', 'https://optimizer.invalid/'])(
    'says that the proxy wants credentials, for %s',
    async (url) => {
      const proxy = await proxyServer(407);
      const proxies = new Secret(proxy.url.replace('//', '//me:hush@'));
      const error: unknown = await poster({ network: { ...settings({}), proxies } })(url).catch(
        (each: unknown) => each,
      );
      expect(error).toMatchObject({
        code: 'OPTIMIZER_PROXY_FAILED',
        message: expect.stringContaining(`${proxy.url} answered 407`),
        hint: expect.stringContaining('user:password'),
      });
      expect(String(error)).not.toContain('hush');
    },
  );

  test('names it where it cannot be reached, without credentials', async () => {
    const network = settings({ proxies: 'http://me:hush@127.0.0.1:1' });
    for (const url of ['http://optimizer.invalid/', 'https://optimizer.invalid/'])
      await expect(poster({ network })(url)).rejects.toMatchObject({
        message: expect.stringMatching(/by the proxy http:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/),
      });
  });
});

const expired = { cert: readPem('expired.pem'), key: readPem('expired.key') };
const another = { cert: readPem('client.pem'), key: readPem('client.key') };
const mutual = { ca: readPem('ca.pem'), requestCert: true, rejectUnauthorized: true };
