import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { command, type CommandStep } from '../../../servo-testing/src/fake-optimizer/command.js';
import { FakeOptimizer } from '../../../servo-testing/src/fake-optimizer/fake-optimizer.js';
import type { Occasion } from '../../../servo-testing/src/fake-optimizer/received-request.js';
import type { Reply } from '../../../servo-testing/src/fake-optimizer/reply.js';
import { reply } from '../../../servo-testing/src/fake-optimizer/reply-factory.js';
import type { Step } from '../../../servo-testing/src/fake-optimizer/script.js';
import {
  AdjustmentFailedError,
  AdjustmentRejectedError,
  component,
  type ConnectorClass,
  dataPoint,
  defineConnector,
  description,
  type EventContext,
  measurement,
  MeasurementFailedError,
  metric,
  rangeSetting,
  silentLogger,
} from '../../src/index.js';
import { OptimizerClient } from '../../src/runtime/optimizer-client/optimizer-client.js';
import { postBy } from '../../src/runtime/optimizer-client/post.js';
import { ServoRunner } from '../../src/runtime/runner/servo-runner.js';
import { Shutdown } from '../../src/runtime/runner/shutdown.js';
import { Servo } from '../../src/runtime/servo/servo.js';

const id = 'example.com/web';
const userAgent = 'github.com/opsani/servox v1.0.0';

/** How a connector behaves; the command says which. */
const behaviours = ['works', 'is slow', 'is late', 'fails', 'rejects', 'breaks', 'hangs', 'ignores its abort'] as const;
type Behaviour = (typeof behaviours)[number];

/** A target with one setting, whose connector behaves as the command says. */
function target(state: { cpu: number }): ConnectorClass {
  const describe = () =>
    description({
      components: [component('web', [rangeSetting('cpu', { min: 1, max: 4, step: 1, value: state.cpu })])],
      metrics: [metric('throughput', 'rpm')],
    });
  return defineConnector({
    on: {
      describe,
      async measure({ control: { userdata } }, context) {
        await behave(userdata?.['behaviour'], context);
        return measurement([dataPoint(metric('throughput', 'rpm'), context.clock.now(), 60)]);
      },
      async adjust({ adjustments: [change], control: { userdata } }, context) {
        await behave(userdata?.['behaviour'], context);
        context.guard();
        if (change) state.cpu = Number(change.value);
        return describe();
      },
    },
  });
}

async function behave(
  behaviour: unknown,
  { clock, signal, progress }: EventContext<'measure' | 'adjust'>,
): Promise<void> {
  progress(10, 'beginning');
  switch (behaviour) {
    case 'is slow':
      return clock.sleep(90_000, { signal });
    case 'is late':
      return clock.sleep(5 * 3_600_000, { signal });
    case 'fails':
      throw new MeasurementFailedError('no data', { reason: 'no-data' });
    case 'rejects':
      throw new AdjustmentRejectedError('no room', { reason: 'unschedulable' });
    case 'breaks':
      throw new AdjustmentFailedError('the API is gone');
    case 'hangs':
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    case 'ignores its abort':
      return new Promise(() => {});
  }
}

const onProgress = fc.constantFrom<Reply | undefined>(
  ...Array<undefined>(6).fill(undefined),
  reply.cancel('enough'),
  reply.unexpectedEvent(),
  reply.staleUid(),
  reply.invalid('too much'),
  reply.http(410),
  reply.reset('after'),
  reply.notJson(),
);
const onCompletion = fc.constantFrom<Reply | undefined>(
  ...Array<undefined>(6).fill(undefined),
  reply.http(503),
  reply.http(429, { retryAfter: 7 }),
  reply.reset('before'),
  reply.reset('after'),
  reply.truncated(),
  reply.empty(),
);
const behaviour = fc.constantFrom<Behaviour>('works', 'works', ...behaviours);
const times = fc.record({ onProgress, onCompletion });

const step: fc.Arbitrary<Step> = fc.oneof(
  times.map((options): CommandStep => command.describe(options)),
  fc
    .record({ behaviour, options: times })
    .map(({ behaviour: how, options }) => command.measure({ control: { userdata: { behaviour: how } }, ...options })),
  fc
    .record({ behaviour, cpu: fc.integer({ min: 0, max: 5 }), options: times })
    .map(({ behaviour: how, cpu, options }) =>
      command.adjust({ web: { cpu } }, { control: { userdata: { behaviour: how } }, ...options }),
    ),
  fc.constantFrom<Step>(
    command.sleep(5),
    command.sleep(0),
    command.again(),
    command.raw('DANCE'),
    command.raw('MEASURE', { metrics: 7 }),
    command.raw('ADJUST', {}),
    command.raw('DESCRIBE'),
    command.raw('SLEEP', null),
    command.raw('MEASURE', { metrics: [], control: {} }, { uid: null }),
    reply.ok(),
    reply.unexpectedEvent(),
    reply.notJson(),
    reply.http(401),
  ),
);

/** A command without a uid cannot be known again, and one that the servo was to abandon is not sent again. */
function withoutOddRepeats(steps: readonly Step[]): readonly Step[] {
  let odd = false;
  return steps.filter((each) => {
    if ('again' in each) return !odd;
    if ('cmd' in each && each.cmd !== 'SLEEP') odd = each.uid === null || each.onProgress !== undefined;
    return true;
  });
}

const fault = fc.record({
  answer: fc.constantFrom<Reply>(
    reply.http(500),
    reply.http(404),
    reply.http(403),
    reply.http(408),
    reply.http(429, { retryAfter: 90 }),
    reply.reset('before'),
    reply.reset('after'),
    reply.reset('mid-body'),
    reply.empty(),
    reply.truncated(),
    reply.notJson(),
  ),
  on: fc.constantFrom<Occasion>('any', 'HELLO', 'WHATS_NEXT', 'progress', 'completion', 'GOODBYE'),
  nth: fc.integer({ min: 1, max: 6 }),
  times: fc.integer({ min: 1, max: 4 }),
});

const plan = fc.record({
  steps: fc.array(step, { maxLength: 12 }).map(withoutOddRepeats),
  faults: fc.array(fault, { maxLength: 4 }),
  /** When the servo is stopped, and when paused, in milliseconds. */
  stopAt: fc.integer({ min: 0, max: 20 * 3_600_000 }),
  pauseAt: fc.option(fc.integer({ min: 0, max: 3_600_000 }), { nil: undefined }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

async function live({ steps, faults, stopAt, pauseAt, seed }: Plan): Promise<void> {
  const stateDir = mkdtempSync(join(tmpdir(), 'servo-'));
  const clock = new FakeClock();
  const state = { cpu: 2 };
  const optimizer = new FakeOptimizer({ clock });
  optimizer.script(id, steps);
  for (const { answer, ...options } of faults) optimizer.fault(answer, options);
  const servo = new Servo({ name: 'web', clock, logger: silentLogger, env: {}, cwd: '/', stateDir });
  const random = numbers(seed);
  const runner = new ServoRunner({
    servo,
    client: new OptimizerClient({
      url: optimizer.servoUrl(id),
      post: postBy(optimizer.fetch),
      authorization: async () => ({ authorization: `Bearer ${optimizer.opsani(id).token}` }),
      userAgent,
      clock,
      random,
    }),
    optimizer: id,
    clock,
    logger: silentLogger,
    random,
    userAgent,
    telemetry: {},
    observe: () => {},
    onInterrupt: 'restore',
    grace: 25_000,
  });
  const stop = new AbortController();
  try {
    await servo.addConnector({ name: 'target', type: target(state), config: {} });
    const done = runner.run(stop.signal);
    void clock.sleep(stopAt).then(() => stop.abort(new Shutdown('SIGTERM')));
    if (pauseAt !== undefined) {
      void clock.sleep(pauseAt).then(() => runner.pause());
      void clock.sleep(pauseAt + 60_000).then(() => runner.resume());
    }
    await clock.until(done);
    optimizer.assertClean();
    expect(state.cpu).toBe(2);
    expectNoFlood(optimizer);
  } finally {
    await clock.until(servo[Symbol.asyncDispose]());
    await optimizer[Symbol.asyncDispose]();
    rmSync(stateDir, { recursive: true, force: true });
  }
  await clock.advance(2 * 3_600_000); // what was asked for before and after the stop
  expect(clock.pending).toBe(0);
}

/** In any second there are no more questions than commands that went well, but for a few. */
function expectNoFlood(optimizer: FakeOptimizer): void {
  const asked = optimizer.requests('WHATS_NEXT').map(({ at }) => at);
  const well = optimizer
    .requests('completion')
    .filter(({ param }) => param?.['status'] === 'ok')
    .map(({ at }) => at);
  for (const start of asked) {
    const within = (at: number): boolean => at >= start && at < start + 1_000;
    expect(asked.filter(within).length).toBeLessThanOrEqual(well.filter(within).length + 2);
  }
}

test('ServoRunner answers once, restores, floods nobody and leaves nothing open, whatever happens', async () => {
  await fc.assert(fc.asyncProperty(plan, live), { numRuns: 300 });
}, 240_000);
