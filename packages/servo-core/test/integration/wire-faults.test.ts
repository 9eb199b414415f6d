import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import {
  command,
  FakeOptimizer,
  type ListenOptions,
  type Occasion,
  type Reply,
  reply,
} from '../../../servo-testing/src/fake-optimizer.js';
import { defineConnector } from '../../src/connector/define-connector.js';
import { description } from '../../src/model/description.js';
import { metric } from '../../src/model/metric.js';
import { id, liveServo, type LiveServoOptions } from '../support/live-servo.js';
import { readPem, testPem } from '../support/loopback.js';
import { target } from '../support/scripted-runner.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type Options = Partial<Omit<LiveServoOptions, 'optimizer'>> &
  Pick<ListenOptions, 'tls'> & {
    /** What servo.yaml says of the optimizer. */
    readonly section?: (optimizer: FakeOptimizer) => object;
  };

/** A servo and an optimizer that speak by sockets; the optimizer's clock is that of the servo's waits. */
async function connected({
  section = (each) => each.opsani(id),
  tls,
  clock = new FakeClock(),
  ...options
}: Options = {}) {
  const optimizer = await FakeOptimizer.listen({ clock, tls });
  onTestFinished(() => optimizer[Symbol.asyncDispose]());
  const state = { cpu: 2 };
  const begin = () => liveServo({ optimizer: section(optimizer), type: target(state), clock, ...options });
  return { clock, optimizer, state, begin };
}

/** A request that is not answered is not waited for long. */
const patienceFor = ({ transfer }: Reply): Options =>
  transfer?.kind === 'silence' ? { settings: { timeouts: { read: '100ms' } } } : {};

/** Milliseconds between requests; `NaN` where one is missing. */
const waits = (requests: readonly ({ readonly at: number } | undefined)[]): readonly number[] =>
  requests.slice(1).map((each, index) => (each?.at ?? Number.NaN) - (requests[index]?.at ?? Number.NaN));

const faults: readonly (readonly [name: string, fault: Reply])[] = [
  ...[500, 502, 503, 504, 400, 404, 408, 401, 403, 423].map((code) => [`${code}`, reply.http(code)] as const),
  ['a redirect', reply.redirect()],
  ['a reset before it is taken in', reply.reset('before')],
  ['a reset after it was taken in', reply.reset('after')],
  ['a reset in the middle of the body', reply.reset('mid-body')],
  ['silence', reply.silence()],
  ['no body', reply.empty()],
  ['half a body', reply.truncated()],
  ['what is not JSON', reply.notJson()],
  ['a body of 10 MiB', reply.huge()],
];
const occasions = ['HELLO', 'WHATS_NEXT', 'completion'] as const satisfies readonly Occasion[];
const refusedForGood = (name: string, on: Occasion): boolean => name === '400' && on === 'completion';
const cases = faults.flatMap(([name, fault]) =>
  occasions.filter((on) => !refusedForGood(name, on)).map((on) => ({ name, fault, on })),
);

describe('A servo gets over', () => {
  test.for(cases)('$name in answer to $on, and waits between its attempts', async ({ fault, on }) => {
    const { optimizer, state, begin } = await connected(patienceFor(fault));
    optimizer.script(id, [command.adjust({ web: { cpu: 3 } }), command.describe()]);
    optimizer.fault(fault, { on, times: 2 });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    const [first, second, third] = optimizer.requests(on);
    expect([first?.answer, second?.answer].every((answer) => answer?.includes(fault.name))).toBe(true);
    expect(Math.min(...waits([first, second, third]))).toBeGreaterThanOrEqual(1_000);
    expect(state.cpu).toBe(3);
    await servo.stop();
    optimizer.assertClean();
  });

  test.for([
    [429, () => 7],
    [503, () => 90],
    [429, (now: number) => new Date(now + 30_000)],
    [429, (now: number) => new Date(now + 86_400_000)], // by a clock that is a day ahead
    [429, (now: number) => new Date(now - 86_400_000)],
  ] as const)('a %i with Retry-After, which it honours within reason', async ([code, retryAfter]) => {
    const { clock, optimizer, begin } = await connected();
    optimizer.script(id, [command.describe()]);
    const asked = retryAfter(clock.now());
    optimizer.fault(reply.http(code, { retryAfter: asked }), { on: 'WHATS_NEXT' });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    const seconds = typeof asked === 'number' ? asked : (asked.getTime() - Date.UTC(2026, 0, 1)) / 1_000;
    const [wait] = waits(optimizer.requests('WHATS_NEXT').slice(0, 2));
    expect(wait).toBeGreaterThanOrEqual(Math.min(Math.max(seconds - 1, 1), 300) * 1_000);
    expect(wait).toBeLessThanOrEqual(Math.min(Math.max(seconds, 2), 300) * 1_000 + 500);
    optimizer.assertClean();
  });

  test.for([
    [503, 60_000],
    [401, 300_000],
    [403, 300_000],
  ] as const)('a %i that lasts, with waits that grow to %i ms at most', async ([code, cap]) => {
    const { optimizer, begin } = await connected();
    optimizer.fault(reply.http(code), { on: 'WHATS_NEXT', times: 14 });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    const between = waits(optimizer.requests('WHATS_NEXT').slice(0, 15));
    expect(Math.min(...between)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...between)).toBeLessThanOrEqual(cap);
    expect(Math.max(...between)).toBeGreaterThan(cap / 2); // half of the range is drawn each time
    optimizer.assertClean();
  });

  test.for(faults)('%s in answer to progress, which is no loss', async ([, fault]) => {
    const clock = new FakeClock();
    const type = target({ cpu: 2, measure: () => clock.sleep(65_000) });
    const { optimizer, begin } = await connected({ clock, type, ...patienceFor(fault) });
    optimizer.script(id, [command.measure({ metrics: ['throughput'], onProgress: fault })]);
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.requests('progress')[0]?.answer).toContain(fault.name);
    expect(optimizer.requests('completion').map(({ param }) => param?.['status'])).toEqual(['ok']);
    optimizer.assertClean();
  });

  test.for(faults)('%s in answer to GOODBYE, which is said once', async ([, fault]) => {
    const { optimizer, begin } = await connected(patienceFor(fault));
    optimizer.fault(fault, { on: 'GOODBYE' });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    await servo.stop();
    expect(optimizer.count('GOODBYE')).toBe(1);
    expect(servo.logger.messages('error').join()).toContain('Could not say goodbye');
    optimizer.assertClean();
  });

  test('an answer to a command that is refused for good, which it drops', async () => {
    const { optimizer, begin } = await connected();
    optimizer.script(id, [command.describe({ onCompletion: reply.http(400) })]);
    const servo = await begin();
    await servo.until(() => servo.saw('command-finished') && optimizer.count('WHATS_NEXT') > 1);
    expect(optimizer.requests('completion')).toHaveLength(1);
    expect(servo.logger.messages('error').join()).toContain('which is dropped');
  });

  test('an answer that comes one byte a second', async () => {
    const clock = new FakeClock();
    const { optimizer, begin } = await connected({ clock, networkClock: clock });
    const metrics = Array.from({ length: 40 }, (_, index) => `throughput_${index}`);
    optimizer.script(id, [command.measure({ metrics })]);
    optimizer.fault(reply.drip('1s'), { on: 'WHATS_NEXT' });
    const servo = await begin();
    await optimizer.received('WHATS_NEXT');
    const asked = clock.now();
    while (!servo.saw('retrying')) {
      await nextTurn(); // for the sockets
      await clock.advance(1_000);
    }
    expect(clock.now() - asked).toBeGreaterThanOrEqual(119_000);
    expect(clock.now() - asked).toBeLessThan(125_000);
    expect(servo.events.find(({ type }) => type === 'retrying')).toMatchObject({
      message: expect.stringContaining('had not answered wholly after 120 s'),
    });
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.requests('completion').map(({ param }) => param?.['status'])).toEqual(['ok']);
    optimizer.assertClean();
  });

  test.for([
    ['a status', reply.ok()],
    ['`unexpected-event`', reply.unexpectedEvent()],
    ['`cancel`', reply.cancel('no')],
    ['`invalid`', reply.invalid('no')],
    ['a list', reply.json([])],
    ['a number', reply.json(7)],
    ['null', reply.json(null)],
    ['a command without a name', reply.json({ cmd_uid: 'u1', param: {} })],
    ['a name that is no text', reply.json({ cmd: 7 })],
  ] as const)('%s where a command was expected, without a rush', async ([, answer]) => {
    const { optimizer, begin } = await connected();
    optimizer.script(id, [command.describe()]);
    optimizer.fault(answer, { on: 'WHATS_NEXT', times: 3 });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    expect(Math.min(...waits(optimizer.requests('WHATS_NEXT').slice(0, 4)))).toBeGreaterThanOrEqual(1_000);
    expect(optimizer.count('HELLO')).toBe(1);
    optimizer.assertClean();
  });

  test('parameters that are missing, or hold what is no number', async () => {
    const { optimizer, begin } = await connected();
    optimizer.script(id, [
      command.raw('DESCRIBE'),
      command.raw('DESCRIBE', null),
      command.raw('MEASURE'),
      command.raw('MEASURE', { metrics: ['throughput'], control: null }),
      command.raw('ADJUST'),
      command.raw('ADJUST', { state: {} }),
      command.raw('ADJUST', { state: { application: { components: {} } }, control: {} }),
      command.raw('SLEEP', { duration: 5 }),
      command.raw('SLEEP', null),
      command.raw('SLEEP'),
    ]);
    optimizer.fault(reply.nan(), { on: 'WHATS_NEXT', nth: 8 });
    const servo = await begin();
    await servo.until(() => optimizer.count('WHATS_NEXT') === 12);
    expect(optimizer.requests('completion').map(({ event, param }) => [event, param?.['status']])).toEqual([
      ['DESCRIPTION', 'ok'],
      ['DESCRIPTION', 'ok'],
      ['MEASUREMENT', 'ok'],
      ['MEASUREMENT', 'ok'],
      ['ADJUSTMENT', 'ok'],
      ['ADJUSTMENT', 'ok'],
      ['ADJUSTMENT', 'ok'],
    ]);
    const slept = servo.events.flatMap((event) => (event.type === 'sleeping' ? [event.milliseconds] : []));
    expect(slept.slice(0, 4)).toEqual([120_000, 5_000, 120_000, 120_000]);
    optimizer.assertClean();
  });

  test.for([
    ['MEASURE', { metrics: 7 }],
    ['MEASURE', { metrics: ['throughput'], control: { duration: 'long' } }],
    ['ADJUST', { state: { application: { components: { web: { settings: { cpu: {} } } } } } }],
    ['ADJUST', { state: { application: { components: { web: { settings: { cpu: { value: null } } } } } } }],
    ['ADJUST', { state: [] }],
    ['DESCRIBE', { control: 7 }],
    ['DANCE', {}],
    ['constructor', {}],
  ] as const)('%s with %j, which it answers as failed', async ([name, param]) => {
    const { optimizer, state, begin } = await connected();
    optimizer.script(id, [command.raw(name, param)]);
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    const [{ param: answer } = {}] = optimizer.requests('completion');
    expect(answer).toMatchObject({ status: 'failed', message: expect.any(String), cmd_uid: expect.any(String) });
    expect(state.cpu).toBe(2);
    optimizer.assertClean();
  });

  test.for([Number.NaN, Infinity])('a connector that measures %d, which is no JSON', async (value) => {
    const type = defineConnector({
      on: {
        describe: () => description({ metrics: [metric('throughput', 'rpm')] }),
        measure: (_, { clock }) => ({ readings: [{ metric: metric('throughput', 'rpm'), time: clock.now(), value }] }),
      },
    });
    const { optimizer, begin } = await connected({ type });
    optimizer.script(id, [command.measure({ metrics: ['throughput'] }), command.describe()]);
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.requests('completion')[0]?.param).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('Expected a finite value of "throughput"'),
    });
    optimizer.assertClean();
  });
});

test('A servo gives up an optimizer that it never reached after the time for it, and says no goodbye', async () => {
  const { clock, optimizer, begin } = await connected({ settings: { backoff: { connect: { max_time: '10m' } } } });
  optimizer.fault(reply.http(503), { on: 'HELLO', times: Infinity });
  const servo = await begin();
  const began = clock.now();
  await servo.until(() => servo.saw('stopped'));
  await expect(servo.done).rejects.toMatchObject({ code: 'OPTIMIZER_REFUSED', verdict: 'fatal', status: 503 });
  expect(clock.now() - began).toBeGreaterThanOrEqual(600_000);
  expect(clock.now() - began).toBeLessThan(610_000);
  expect(optimizer.count('GOODBYE')).toBe(0);
});

describe('A servo goes on', () => {
  test.for([
    ['http://optimizer.invalid', /ENOTFOUND|EAI_AGAIN/],
    ['http://127.0.0.1:1', /ECONNREFUSED/],
  ] as const)('after nothing was found at %s, once the endpoint is another', async ([endpoint, message]) => {
    const connection = JSON.stringify({ Authorization: 'test-token', Endpoint: endpoint, TenantId: 'acme' });
    const cwd = temporaryFolder({ 'connection.yaml': connection });
    const section = (): object => ({ optimizer_id: 'web', connection_file: 'connection.yaml' });
    const { optimizer, begin } = await connected({ cwd, section });
    optimizer.script('web', [command.describe()]);
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    expect(servo.events[0]).toMatchObject({ type: 'retrying', message: expect.stringMatching(message) });
    writeFileSync(join(cwd, 'connection.yaml'), optimizer.connectionFile());
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.count('completion')).toBe(1);
    optimizer.assertClean();
  });

  test('after a certificate was not trusted, once its authority is known', async () => {
    const cwd = temporaryFolder({ 'ca.pem': readPem('expired.pem') });
    const tls = { cert: readPem('server.pem'), key: readPem('server.key') };
    const { optimizer, begin } = await connected({ cwd, tls, settings: { ssl_verify: 'ca.pem' } });
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    expect(optimizer.count()).toBe(0);
    cpSync(testPem('ca.pem'), join(cwd, 'ca.pem'));
    await servo.until(() => servo.saw('sleeping'));
    optimizer.assertClean();
  });

  test('after its token was refused, once the file holds another', async () => {
    const cwd = temporaryFolder({ token: 'old' });
    const section = ({ baseUrl }: FakeOptimizer): object => ({ id, token_file: 'token', base_url: baseUrl });
    const { optimizer, begin } = await connected({ cwd, section });
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    writeFileSync(join(cwd, 'token'), 'test-token\n');
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.requests('HELLO').map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer old',
      'Bearer old',
      'Bearer test-token',
    ]);
  });

  test('after its client secret was refused, once the file holds another', async () => {
    const cwd = temporaryFolder({ secret: 'old' });
    const section = (each: FakeOptimizer): object => {
      const { client_secret: _, ...rest } = each.appdynamics('web');
      return { ...rest, client_secret_file: 'secret' };
    };
    const { optimizer, begin } = await connected({ cwd, section });
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    expect(optimizer.count('HELLO')).toBe(0);
    writeFileSync(join(cwd, 'secret'), 'test-secret\n');
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.count('TOKEN')).toBe(2);
  });

  test('with another token when those that were given out are taken back', async () => {
    const { optimizer, begin } = await connected({ section: (each) => each.appdynamics('web') });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    optimizer.revokeTokens();
    await servo.until(() => optimizer.count('TOKEN') === 2 && optimizer.count('WHATS_NEXT') > 2);
    expect(servo.saw('retrying')).toBe(false);
    optimizer.assertClean();
  });

  test.for([-86_400_000, 86_400_000])('as before when the time of day jumps by %d ms', async (jump) => {
    const clock = new FakeClock();
    let ahead = 0;
    const view = { now: () => clock.now() + ahead, monotonic: () => clock.monotonic(), sleep: clock.sleep.bind(clock) };
    const measure = async (): Promise<void> => {
      await clock.sleep(30_000);
      ahead += jump;
      await clock.sleep(60_000);
    };
    const { optimizer, begin } = await connected({ clock, view, type: target({ cpu: 2, measure }) });
    optimizer.script(id, [command.measure({ metrics: ['throughput'] }), command.sleep(60), command.describe()]);
    optimizer.fault(reply.http(503), { on: 'WHATS_NEXT', nth: 2 });
    const servo = await begin();
    await servo.until(() => optimizer.count('completion') === 2);
    const [measured, described] = optimizer.requests('completion');
    expect([measured?.param?.['status'], described?.param?.['status']]).toEqual(['ok', 'ok']);
    expect(optimizer.requests('progress')[0]?.param?.['runtime']).toBeCloseTo(60, 0);
    const [wait] = waits([measured, described]);
    expect(wait).toBeGreaterThanOrEqual(61_000);
    expect(wait).toBeLessThan(65_000);
    optimizer.assertClean();
  });
});
