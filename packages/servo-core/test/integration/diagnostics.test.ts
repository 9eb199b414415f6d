import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../servo-testing/src/recording-logger.js';
import { maskSecrets } from '../../src/index.js';
import type { AssembleOptions } from '../../src/runtime/assembly/assemble-options.js';
import { RecentLogs } from '../../src/runtime/diagnostics/recent-logs.js';
import { Shutdown } from '../../src/runtime/runner/shutdown.js';
import { assembleTexts, FakeOptimizers } from '../support/assembly.js';
import { httpServer, proxyServer } from '../support/loopback.js';

interface Asked {
  readonly what: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

const base = '/accounts/example.com/applications/web';
const check = `${base}/assets/opsani.com/diagnostics-check`;
const output = `${base}/assets/opsani.com/diagnostics-output`;

/** An optimizer that lets its servos sleep, and keeps what it wants and was sent as a real one does. */
async function optimizer(first: string, hold: (what: string) => boolean = () => false) {
  const asked: Asked[] = [];
  let wish = first;
  const answer = (what: string, body: string): unknown => {
    if (what === `PUT ${check}`) wish = (JSON.parse(body) as { readonly data: string }).data; // what a servo sends
    if (what === `GET ${check}`) return { data: wish };
    return body.includes('WHATS_NEXT') ? { cmd: 'SLEEP', param: { duration: 600 } } : { status: 'ok' };
  };
  const url = await httpServer(async (request: IncomingMessage, response) => {
    const what = `${request.method} ${request.url}`;
    const body = await text(request);
    asked.push({ what, authorization: request.headers.authorization, body });
    if (!hold(what)) response.end(JSON.stringify(answer(what, body)));
  });
  const diagnostics = (): readonly Asked[] => asked.filter(({ what }) => what.includes('/assets/'));
  return { url, asked, diagnostics, want: (next: string) => void (wish = next) };
}

async function running(servo: string, options: Partial<AssembleOptions> = {}) {
  const [clock, logger, stop] = [new FakeClock(), recordingLogger(), new AbortController()];
  const { assembly } = await assembleTexts([servo], { clock, logger, random: () => 0.5, ...options });
  const run = assembly.run({ signal: stop.signal });
  onTestFinished(async () => {
    stop.abort(new Shutdown('test'));
    await run;
  });
  return { assembly, clock, logger, stop, run };
}

/** Lets a minute pass once both the servo and what asks beside it wait. */
async function passed(clock: FakeClock): Promise<void> {
  await vi.waitFor(() => expect(clock.pending).toBe(2));
  await clock.advance(60_000);
}

const on = 'no_diagnostics: false\n';
const section = (url: string, more = ''): string =>
  `optimizer: {id: example.com/web, token: correct-horse, base_url: "${url}"}\n${more}`;

describe('Assembly.run() with diagnostics', () => {
  test('sends configuration and log without secrets to the optimizer that asks for them', async () => {
    const { url, diagnostics } = await optimizer('SEND');
    const recentLogs = new RecentLogs();
    const line = { level: 'info', time: 'noon', token: 'battery', msg: 'sent correct-horse, and staple-staple' };
    recentLogs.write(`${JSON.stringify({ ...line, servo: 'web' })}\n`);
    recentLogs.write(`${JSON.stringify({ ...line, servo: 'shop', msg: 'of another servo' })}\n`);
    const trace = 'trace: {base_url: "http://me:my-pass@x/", token: staple-staple, workers: 3}\n';
    const proxies = 'settings: {proxies: {"all://*.nowhere": "http://u:proxy-pass@p:1"}, grace: 5s}\n';
    const { clock } = await running(`name: web\n${on}${section(url, trace + proxies)}`, { recentLogs });
    await passed(clock);
    await vi.waitFor(() => expect(diagnostics()).toHaveLength(3));
    expect(diagnostics().map(({ what }) => what)).toEqual([`GET ${check}`, `PUT ${output}`, `PUT ${check}`]);
    expect(diagnostics().map(({ authorization }) => authorization)).toEqual(Array(3).fill('Bearer correct-horse'));
    const [asking, sent, reset] = diagnostics();
    expect([asking?.body, reset?.body]).toEqual(['', '{"data":"WITHHOLD"}']);
    expect(sent?.body).not.toMatch(/correct-horse|battery|staple|my-pass|proxy-pass|of another/);
    const { data } = JSON.parse(sent?.body ?? '');
    expect(data.configmap).toMatchObject({
      name: 'web',
      no_diagnostics: false,
      optimizer: { kind: 'opsani', id: 'example.com/web', token: '[secret]', base_url: url },
      connectors: { trace: 'trace' },
      settings: { grace: '5s', on_interrupt: 'restore', proxies: { 'all://*.nowhere': '[secret]' } },
      trace: { base_url: 'http://[secret]@x/', token: '[secret]', workers: 3 },
    });
    expect(data.logs).toEqual({ noon: '{"level":"info","token":"[secret]","msg":"sent [secret], and [secret]"}' });
    expect(maskSecrets('correct-horse')).toBe('[secret]'); // the servo holds it
  });

  test('asks again every minute, until no more is wanted', async () => {
    const { url, diagnostics, want } = await optimizer('WITHHOLD');
    const { clock, logger } = await running(on + section(url));
    for (const count of [1, 2, 3]) {
      await passed(clock);
      await vi.waitFor(() => expect(diagnostics()).toHaveLength(count));
      if (count === 2) want('STOP');
    }
    await vi.waitFor(() => expect(logger.messages('info').join()).toContain('no diagnostics any more'));
    await clock.advance(300_000);
    expect(diagnostics().map(({ what }) => what)).toEqual(Array(3).fill(`GET ${check}`));
  });

  test('goes the way that the settings describe', async () => {
    const proxy = await proxyServer();
    const settings = `settings: {proxies: "${proxy.url}"}\n`;
    const { clock } = await running(on + section('http://optimizer.invalid', settings));
    await passed(clock);
    await vi.waitFor(() =>
      expect(proxy.asked).toContainEqual(expect.objectContaining({ what: `GET http://optimizer.invalid${check}` })),
    );
  });

  test('is off unless the configuration says otherwise', async () => {
    const { url, asked, diagnostics } = await optimizer('SEND');
    const { clock } = await running(section(url));
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1));
    await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0)); // the SLEEP
    await clock.advance(300_000);
    expect(diagnostics()).toEqual([]);
  });

  test('asks no optimizer in this process', async () => {
    const seen: string[] = [];
    const factory: AssembleOptions['optimizer'] = async (options) => {
      const made = await new FakeOptimizers().factory(options);
      return {
        ...made,
        fetch: (request) => {
          seen.push(`${request.method} ${new URL(request.url).pathname}`);
          return made.fetch(request);
        },
      };
    };
    const { clock } = await running(`${on}optimizer: {minimize: price}\n`, { optimizer: factory });
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(1));
    await clock.advance(60_000);
    expect(new Set(seen)).toEqual(new Set(['POST /servo']));
  });

  test('ends at once although the optimizer leaves a question unanswered', async () => {
    const { url, asked, diagnostics } = await optimizer('WITHHOLD', (what) => what === `GET ${check}`);
    const { stop, run, assembly, logger, clock } = await running(on + section(url));
    await passed(clock);
    await vi.waitFor(() => expect(diagnostics()).toHaveLength(1));
    stop.abort(new Shutdown('SIGTERM'));
    await run;
    await assembly[Symbol.asyncDispose]();
    expect(asked.at(-1)?.body).toContain('GOODBYE');
    expect(logger.messages('error')).toEqual([]);
  });

  test('ends at once although a question cannot be taken back', async () => {
    const urls: string[] = [];
    const fetch: AssembleOptions['fetch'] = (request) => {
      urls.push(request.url);
      if (request.url.includes('/assets/')) return new Promise(() => {}); // heeds no signal
      return Promise.resolve(Response.json({ cmd: 'SLEEP', param: { duration: 600 }, status: 'ok' }));
    };
    const { stop, run, clock } = await running(on + section('http://optimizer.invalid'), { fetch });
    await passed(clock);
    await vi.waitFor(() => expect(urls.at(-1)).toContain('/assets/'));
    stop.abort(new Shutdown('SIGTERM'));
    await run;
    expect(urls.at(-1)).not.toContain('/assets/'); // but GOODBYE
  });
});
