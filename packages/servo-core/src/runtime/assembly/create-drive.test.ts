import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { type RecordingLogger, recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { assembleTexts } from '../../../test/support/assembly.js';
import { proxyServer } from '../../../test/support/loopback.js';
import type { Fetch } from '../optimizer-client/post.js';
import { Shutdown } from '../runner/shutdown.js';

type Env = Readonly<Record<string, string>>;

interface Asked {
  readonly url: string;
  readonly authorization: string | null;
  readonly body: unknown;
}

/** Runs a servo against an optimizer that remembers what it is asked, until it has been asked something. */
async function asked(
  text: string,
  { env = {}, files = {}, remote = false }: { env?: Env; files?: Env; remote?: boolean } = {},
): Promise<{
  readonly requests: readonly Asked[];
  readonly cwd: string;
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
}> {
  const requests: Asked[] = [];
  const clock = new FakeClock();
  const logger = recordingLogger();
  const fetch: Fetch = async (request) => {
    const { url, headers } = request;
    const sent = await request.text();
    const body: unknown = url.includes('oauth2') ? sent : JSON.parse(sent || 'null');
    requests.push({ url, authorization: headers.get('authorization'), body });
    if (url.includes('/assets/')) return Response.json({ data: 'SEND' });
    return Response.json({ access_token: 'fresh', cmd: 'SLEEP', param: { duration: 60 } });
  };
  const { assembly, cwd } = await assembleTexts([text], {
    clock,
    env,
    random: () => 0.5,
    logger,
    ...(!remote && { fetch }),
  });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(cwd, path), content);
  const stop = new AbortController();
  const run = assembly.run({ signal: stop.signal });
  onTestFinished(async () => {
    stop.abort(new Shutdown('test'));
    await run.catch(() => {}); // looked at below
  });
  await Promise.race([run, vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0))]);
  return { requests, cwd, clock, logger };
}

const opsani = '{id: example.com/app, token: t, url: "http://o.invalid/"}';
const appdynamics = 'kind: appdynamics, optimizer_id: o-1';
const connection = (token: string): string => `Authorization: ${token}\nEndpoint: http://agent/\nTenantId: t-2\n`;

describe('createDrive() reaches', () => {
  test('an optimizer of Opsani, and tells it of the servo', async () => {
    const { requests } = await asked(
      'servo_uid: u-1\noptimizer: {id: example.com/app, token: t, base_url: "http://o/"}\n',
      {
        env: { POD_NAMESPACE: 'shop' },
      },
    );
    expect(requests[0]).toMatchObject({
      url: 'http://o/accounts/example.com/applications/app/servo',
      authorization: 'Bearer t',
      body: { event: 'HELLO', servo_uid: 'u-1', param: { telemetry: { 'servox.namespace': 'shop' } } },
    });
  });

  test('an optimizer that is to be told nothing of the servo', async () => {
    const { requests } = await asked(`optimizer: ${opsani}\nsettings: {telemetry: false}\n`, {
      env: { POD_NAMESPACE: 'shop' },
    });
    expect(requests[0]).toMatchObject({ body: { event: 'HELLO', param: { telemetry: {} } } });
    expect(JSON.stringify(requests[0])).not.toContain('shop');
  });

  test('an optimizer that may ask how the servo is configured, and is told no secret', async () => {
    const optimizer = '{id: example.com/app, token: t0ken-1, url: "http://o.invalid/"}';
    const { requests, clock, logger } = await asked(`no_diagnostics: false\noptimizer: ${optimizer}\n`);
    await clock.advance(60_000);
    const output = requests.find(({ url }) => url === 'http://o.invalid/assets/opsani.com/diagnostics-output');
    expect(output).toMatchObject({
      authorization: 'Bearer t0ken-1',
      body: { data: { configmap: { optimizer: { id: 'example.com/app', token: '[secret]' } } } },
    });
    expect(JSON.stringify(output?.body)).not.toContain('t0ken-1');
    expect(logger.messages('warn')).toEqual([expect.stringContaining('no_diagnostics is false')]);
  });

  test('an optimizer of AppDynamics, with a token for its credentials', async () => {
    const credentials = 'tenant_id: t-1, base_url: "http://o/", client_id: me, client_secret: hunter2';
    const { requests } = await asked(`optimizer: {${appdynamics}, ${credentials}}\n`);
    expect(requests.slice(0, 2)).toMatchObject([
      {
        url: 'http://o/auth/t-1/default/oauth2/token',
        authorization: `Basic ${Buffer.from('me:hunter2').toString('base64')}`,
        body: 'grant_type=client_credentials',
      },
      { url: 'http://o/rest/optimize/co/v1/optimizers/o-1/servo', authorization: 'Bearer fresh' },
    ]);
  });

  test('an optimizer that a connection file tells of, always with its newest token', async () => {
    const { requests, cwd, clock } = await asked(`optimizer: {${appdynamics}, connection_file: c.yaml}\n`, {
      files: { 'c.yaml': connection('old') },
    });
    expect(requests[0]).toMatchObject({
      url: 'http://agent/rest/optimize/co/v1/optimizers/o-1/servo',
      authorization: 'Bearer old',
    });
    writeFileSync(join(cwd, 'c.yaml'), connection('new'));
    await clock.advance(60_000);
    await vi.waitFor(() => expect(requests.at(-1)).toMatchObject({ authorization: 'Bearer new' }));
    const { url } = requests.at(-1) ?? {};
    writeFileSync(join(cwd, 'c.yaml'), connection('newer').replace('http://agent/', 'http://elsewhere'));
    await clock.advance(60_000);
    await vi.waitFor(() =>
      expect(requests.at(-1)).toMatchObject({
        url: url?.replace('http://agent/', 'http://elsewhere/'),
        authorization: 'Bearer newer',
      }),
    );
  });

  test('an optimizer whose connection file is written later', async () => {
    const { requests, cwd, clock, logger } = await asked(`optimizer: {${appdynamics}, connection_file: c.yaml}\n`);
    expect(requests).toEqual([]);
    expect(logger.messages('info').join()).toContain('Waiting for the connection file');
    writeFileSync(join(cwd, 'c.yaml'), connection('late'));
    await clock.advance(5_000);
    await vi.waitFor(() => expect(requests[0]).toMatchObject({ authorization: 'Bearer late' }));
  });

  test('an optimizer by the network as the settings describe it', async () => {
    const proxy = await proxyServer(503);
    await asked(`optimizer: ${opsani}\nsettings: {proxies: {"http://*.invalid": "${proxy.url}"}}\n`, { remote: true });
    expect(proxy.asked.length).toBeGreaterThan(0);
    expect(proxy.asked[0]).toMatchObject({ what: 'POST http://o.invalid/servo' });
  });
});

describe('createDrive() warns', () => {
  test('loudly when certificates are not verified', async () => {
    const { logger } = await asked(`optimizer: ${opsani}\nsettings: {ssl_verify: false}\n`);
    expect(logger.messages('warn')).toEqual([expect.stringContaining('certificates are NOT verified')]);
  });

  test('of a backoff that has no effect, and not of the usual one', async () => {
    const backoff = '{__default__: {max_time: 1m}, connect: {max_tries: 3}, metrics: {max_time: 1m}}';
    const { logger } = await asked(`optimizer: ${opsani}\nsettings: {backoff: ${backoff}}\n`);
    expect(logger.messages('warn')).toEqual([
      expect.stringContaining('settings.backoff.__default__ has no effect'),
      expect.stringContaining('settings.backoff.metrics has no effect'),
    ]);
    const usual = '{__default__: {max_time: 10m}}';
    expect((await asked(`optimizer: ${opsani}\nsettings: {backoff: ${usual}}\n`)).logger.messages('warn')).toEqual([]);
  });
});

describe('createDrive() fails', () => {
  test.for<[text: string, error: object]>([
    ['', { code: 'OPTIMIZER_MISSING', message: 'servo.yaml names no optimizer' }],
    [`optimizer: ${opsani}\nsettings: {ssl_verify: gone.pem}\n`, { code: 'TLS_FILE_INVALID' }],
    [`optimizer: ${opsani}\nsettings: {proxies: "http://[x]"}\n`, { code: 'PROXY_INVALID' }],
    ['optimizer: {id: example.com/app, token: "a\\nb"}\n', { code: 'OPTIMIZER_UNAUTHORIZED' }],
  ])('for %j', async ([text, error]) => {
    await expect(asked(text)).rejects.toMatchObject({ ...error, hint: expect.any(String) });
  });
});
