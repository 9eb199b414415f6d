import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { command, type Occasion, type Reply, reply } from '../../../servo-testing/src/fake-optimizer.js';
import { connected, type ConnectedOptions, waits } from '../support/connected.js';
import { id } from '../support/live-servo.js';
import { target } from '../support/scripted-runner.js';

/** A request that is not answered is not waited for long. */
const patienceFor = ({ transfer }: Reply): ConnectedOptions =>
  transfer?.kind === 'silence' ? { settings: { timeouts: { read: '100ms' } } } : {};

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
