import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as nodeSleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import { Connector } from '../../connector/connector.js';
import { defineConnector } from '../../connector/define-connector.js';
import { AdjustmentFailedError } from '../../errors/adjustment-failed-error.js';
import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import type { EventContext } from '../../events/event-context.js';
import type { MeasureInput } from '../../events/event-map.js';
import { on } from '../../events/on.js';
import { component } from '../../model/component.js';
import { dataPoint } from '../../model/data-point.js';
import { description } from '../../model/description.js';
import { measurement } from '../../model/measurement.js';
import { metric } from '../../model/metric.js';
import { rangeSetting } from '../../model/settings/range-setting.js';
import { OptimizerClient } from '../optimizer-client/optimizer-client.js';
import { postBy } from '../optimizer-client/post.js';
import { Servo } from '../servo/servo.js';
import type { ServoEvent } from './servo-event.js';
import { ServoRunner } from './servo-runner.js';
import { Shutdown } from './shutdown.js';

interface Said {
  readonly event: string;
  readonly param: Readonly<Record<string, unknown>> | null;
}

/** An optimizer that hands out commands one by one, then sleeps, and writes down what it is told. */
function scriptedOptimizer(commands: readonly unknown[], status: (said: Said) => unknown = () => ({ status: 'ok' })) {
  const said: Said[] = [];
  const queue = [...commands];
  const fetch = async (request: Request): Promise<Response> => {
    const message = (await request.json()) as Said; // what the runner sends
    said.push(message);
    if (message.event === 'WHATS_NEXT')
      return Response.json(queue.shift() ?? { cmd: 'SLEEP', param: { duration: 60 } });
    const answer = status(message);
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return { said, fetch, of: (event: string) => said.filter((each) => each.event === event).map(({ param }) => param) };
}

function target(state: { cpu: number; measure?: () => unknown; adjust?: () => void }): ConnectorClass {
  const describe = () =>
    description({
      components: [
        component('web', [rangeSetting('cpu', { min: 1, max: 4, step: 1, value: state.cpu, unit: 'cores' })]),
      ],
      metrics: [metric('throughput', 'rpm')],
    });
  return defineConnector({
    on: {
      describe,
      measure: async (_, context) => {
        await state.measure?.();
        context.progress(25, 'a quarter');
        return measurement([dataPoint(metric('throughput', 'rpm'), context.clock.now(), 60)], {
          counts: { throughput: 450 },
          annotations: { k: 'v' },
        });
      },
      adjust: ({ adjustments: [change] }) => {
        state.adjust?.();
        state.cpu = Number(change?.value);
        return describe();
      },
    },
  });
}

async function run(type: ConnectorClass, optimizer: ReturnType<typeof scriptedOptimizer>, stateDir = temporary()) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const servo = new Servo({ name: 'web', clock, logger, env: {}, cwd: '/', stateDir });
  await servo.addConnector({ name: 'target', type, config: {} });
  const events: ServoEvent[] = [];
  const client = new OptimizerClient({
    url: 'http://optimizer/servo',
    post: postBy(optimizer.fetch),
    authorization: async () => ({}),
    userAgent: 'test',
    clock,
    random: () => 0.5,
  });
  const runner = new ServoRunner({
    servo,
    client,
    optimizer: 'scripted',
    clock,
    logger,
    random: () => 0.5,
    userAgent: 'test',
    telemetry: { 'servo.version': '1.0.0' },
    observe: (event) => events.push(event),
    onInterrupt: 'restore',
    grace: 25_000,
  });
  const stop = new AbortController();
  const done = runner.run(stop.signal);
  done.catch(() => {}); // looked at by the tests that expect a failure
  onTestFinished(async () => {
    stop.abort(new Shutdown('shutdown'));
    await done.catch(() => {});
    await servo[Symbol.asyncDispose]();
  });
  return { clock, logger, servo, events, stop, done, stateDir, runner };
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'servo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Lets a real file operation or a chain of promises end; what it waits for is looked at, not slept for. */
const until = (seen: () => boolean) => expect.poll(seen, { interval: 1, timeout: 2_000 }).toBe(true);
const restarted = async (events: readonly ServoEvent[], clock: FakeClock, times = 1) => {
  await until(() => events.filter(({ type }) => type === 'restarting').length === times);
  await clock.advance(times * 2_000);
};
const sleeping = (events: readonly ServoEvent[]) => until(() => events.some(({ type }) => type === 'sleeping'));
const adjustTo = (value: number, control = {}) => ({
  cmd: 'ADJUST',
  cmd_uid: 'u3',
  param: { state: { application: { components: { web: { settings: { cpu: { value } } } } } }, control },
});

describe('ServoRunner.run()', () => {
  test('greets, carries out command after command, and answers each with its uid', async () => {
    const optimizer = scriptedOptimizer([
      { cmd: 'DESCRIBE', cmd_uid: 'u1', param: {} },
      {
        cmd: 'MEASURE',
        cmd_uid: 'u2',
        param: { metrics: { throughput: { unit: 'rpm' } }, control: { duration: 180 } },
      },
      adjustTo(3),
    ]);
    const { events } = await run(target({ cpu: 2 }), optimizer);
    await sleeping(events);
    expect(optimizer.said[0]).toEqual({
      event: 'HELLO',
      servo_uid: null,
      param: { agent: 'test', telemetry: { 'servo.version': '1.0.0' } },
    });
    const cpu = { type: 'range', pinned: false, unit: 'cores', min: 1, max: 4, step: 1 };
    const measurementPart = { measurement: { metrics: { throughput: { unit: 'rpm' } } } };
    expect(optimizer.of('DESCRIPTION')).toEqual([
      {
        status: 'ok',
        message: null,
        reason: 'success',
        cmd_uid: 'u1',
        descriptor: {
          application: { components: { web: { settings: { cpu: { ...cpu, value: 2 } } } } },
          ...measurementPart,
        },
      },
    ]);
    expect(optimizer.of('MEASUREMENT').at(-1)).toEqual({
      status: 'ok',
      message: null,
      reason: 'success',
      cmd_uid: 'u2',
      metrics: { throughput: { unit: 'rpm', value: 60 } },
      annotations: { k: 'v', 'servo/counts': '{"throughput":450}' },
    });
    expect(optimizer.of('ADJUSTMENT')).toMatchObject([
      {
        status: 'ok',
        cmd_uid: 'u3',
        state: { application: { components: { web: { settings: { cpu: { ...cpu, value: 3 } } } } } },
      },
    ]);
  });

  test.each([
    ['an unknown command', { cmd: 'DANCE', cmd_uid: 'u1' }, 'DESCRIPTION', /Unknown command "DANCE"/],
    [
      'parameters that cannot be read',
      { cmd: 'MEASURE', cmd_uid: 'u1', param: { metrics: 7 } },
      'MEASUREMENT',
      /cannot be read/,
    ],
  ])('answers %s with a failure', async (_, command, event, message) => {
    const optimizer = scriptedOptimizer([command]);
    const { clock } = await run(target({ cpu: 2 }), optimizer);
    await until(() => optimizer.of(event).length > 0 && clock.pending > 0);
    expect(optimizer.of(event)).toMatchObject([
      { status: 'failed', cmd_uid: 'u1', message: expect.stringMatching(message) },
    ]);
  });

  test('takes DESCRIBE without parameters and SLEEP without data', async () => {
    const optimizer = scriptedOptimizer([
      { cmd: 'DESCRIBE', param: null },
      { cmd: 'SLEEP', param: { duration: '5s' } },
    ]);
    const { events } = await run(target({ cpu: 2 }), optimizer);
    await sleeping(events);
    expect(optimizer.of('DESCRIPTION')).toMatchObject([{ status: 'ok', cmd_uid: null }]);
    expect(events).toContainEqual({ servo: 'web', type: 'sleeping', milliseconds: 5_000, reason: 'unknown reason' });
  });

  test.each([
    [0, 1_000],
    [-5, 120_000],
    ['abc', 120_000],
    ['2m', 120_000],
    [0.2, 1_000],
  ])('sleeps at least a second, and takes %j for %d ms', async (duration, milliseconds) => {
    const { events } = await run(target({ cpu: 2 }), scriptedOptimizer([{ cmd: 'SLEEP', param: { duration } }]));
    await sleeping(events);
    expect(events.find(({ type }) => type === 'sleeping')).toMatchObject({ milliseconds });
  });

  test('waits before it asks again when a status came where a command was expected', async () => {
    const optimizer = scriptedOptimizer([{ status: 'ok' }]);
    const { clock, events, logger } = await run(target({ cpu: 2 }), optimizer);
    await until(() => logger.messages('warn').length > 0 && clock.pending > 0);
    expect(optimizer.of('WHATS_NEXT')).toHaveLength(1);
    await clock.advance(2_000);
    await sleeping(events);
  });

  test('reports a rejection as `rejected` with its reason, and goes on', async () => {
    const optimizer = scriptedOptimizer([adjustTo(3), { cmd: 'DESCRIBE', cmd_uid: 'u4' }]);
    const refuse = (): never => {
      throw new AdjustmentRejectedError('pod crashed', { reason: 'unstable' });
    };
    const { events, clock } = await run(target({ cpu: 2, adjust: refuse }), optimizer);
    await until(() => events.some(({ type }) => type === 'command-finished') && clock.pending > 0);
    await clock.advance(2_000);
    await sleeping(events);
    expect(optimizer.of('ADJUSTMENT')).toMatchObject([
      { status: 'rejected', message: 'pod crashed', reason: 'unstable', cmd_uid: 'u3' },
    ]);
    expect(optimizer.of('DESCRIPTION')).toMatchObject([{ status: 'ok', cmd_uid: 'u4' }]);
  });

  test('sends a completion again, the same, until it is acknowledged', async () => {
    let refused = 0;
    const optimizer = scriptedOptimizer([{ cmd: 'DESCRIBE', cmd_uid: 'u1' }], ({ event }) =>
      event === 'DESCRIPTION' && refused++ < 2 ? new Response('', { status: 503 }) : { status: 'ok' },
    );
    const { clock, events } = await run(target({ cpu: 2 }), optimizer);
    for (const count of [1, 2]) {
      await until(() => optimizer.of('DESCRIPTION').length === count && clock.pending > 0);
      await clock.advance(count * 1_500); // with random() at a half: 1.5 s, then 2.5 s
    }
    await sleeping(events);
    const [first, ...again] = optimizer.of('DESCRIPTION');
    expect(again).toEqual([first, first]);
  });
});

/** Measures until it is aborted, and says which of its instances was told what. */
function patient(seen: string[]): ConnectorClass {
  let instances = 0;
  return class extends Connector<unknown> {
    readonly #number = ++instances;
    @on('startup') startup() {
      seen.push(`startup ${this.#number}`);
    }
    @on('measure') async measure(_: MeasureInput, { progress, signal, clock }: EventContext<'measure'>) {
      progress(10);
      await clock.sleep(1e9, { signal });
      return measurement([]);
    }
    @on('shutdown') shutdown() {
      seen.push(`shutdown ${this.#number}`);
    }
    @on('detach') detach() {
      seen.push(`detach ${this.#number}`);
    }
  };
}

const measure = (uid = 'u2') => ({ cmd: 'MEASURE', cmd_uid: uid, param: {} });
const onProgress =
  (answer: () => unknown) =>
  ({ param }: Said): unknown =>
    param?.['progress'] === undefined ? { status: 'ok' } : answer();

describe('ServoRunner.run() begins anew', () => {
  const anew = ['startup 1', 'shutdown 1', 'detach 1', 'startup 2'];

  test('when the optimizer cancels a command, which is answered `cancelled`', async () => {
    const seen: string[] = [];
    const optimizer = scriptedOptimizer(
      [measure()],
      onProgress(() => ({ status: 'cancel', reason: 'new plan' })),
    );
    const { events, clock } = await run(patient(seen), optimizer);
    await restarted(events, clock);
    await sleeping(events);
    expect(optimizer.said.map(({ event }) => event)).toEqual([
      'HELLO',
      'WHATS_NEXT',
      'MEASUREMENT',
      'MEASUREMENT',
      'GOODBYE',
      'HELLO',
      'WHATS_NEXT',
    ]);
    const cancelled = { status: 'cancelled', message: 'new plan', reason: null, cmd_uid: 'u2' };
    expect(optimizer.of('MEASUREMENT').at(-1)).toEqual(cancelled);
    expect(optimizer.of('GOODBYE')).toEqual([{ reason: 'restarting' }]);
    expect(seen).toEqual(anew);
  });

  test.each([
    { status: 'unexpected-event', reason: 'expected DESCRIPTION' },
    { status: 'invalid', reason: 'unexpected cmd_uid' },
  ])('when the optimizer answers a report with %j, and answers nothing', async (answer) => {
    const seen: string[] = [];
    const optimizer = scriptedOptimizer(
      [measure()],
      onProgress(() => answer),
    );
    const { events, clock } = await run(patient(seen), optimizer);
    await restarted(events, clock);
    await sleeping(events);
    expect(optimizer.of('MEASUREMENT')).toHaveLength(1);
    expect(seen).toEqual(anew);
  });

  test('when the optimizer revoked its uid: without a goodbye, after an hour', async () => {
    const seen: string[] = [];
    const optimizer = scriptedOptimizer(
      [measure()],
      onProgress(() => Response.json({ detail: 'unexpected servo_uid' }, { status: 410 })),
    );
    const { clock, events } = await run(patient(seen), optimizer);
    await until(() => events.some(({ type }) => type === 'restarting') && clock.pending > 0);
    expect(seen).toEqual(anew.slice(0, 3));
    await clock.advance(3_600_000);
    await sleeping(events);
    expect(optimizer.of('GOODBYE')).toEqual([]);
    expect(optimizer.of('HELLO')).toHaveLength(2);
  });

  test('when it is refused at the first question of all', async () => {
    let refused = 0;
    const optimizer = scriptedOptimizer([], ({ event }) =>
      event === 'HELLO' && refused++ === 0 ? new Response('', { status: 410 }) : { status: 'ok' },
    );
    const { clock, events } = await run(target({ cpu: 2 }), optimizer);
    await until(() => clock.pending > 0);
    await clock.advance(3_600_000);
    await sleeping(events);
  });

  test('when a completion is not expected, which is dropped', async () => {
    const optimizer = scriptedOptimizer([{ cmd: 'DESCRIBE', cmd_uid: 'u1' }], ({ event }) =>
      event === 'DESCRIPTION' ? { status: 'unexpected-event', reason: 'nothing asked' } : { status: 'ok' },
    );
    const { events, logger, clock } = await run(target({ cpu: 2 }), optimizer);
    await restarted(events, clock);
    await sleeping(events);
    expect(optimizer.of('DESCRIPTION')).toHaveLength(1);
    expect(optimizer.of('HELLO')).toHaveLength(2);
    expect(logger.messages('warn').join()).toContain('nothing asked. It is dropped');
  });

  test('after five failures in a row that nobody foresaw, with the settings put back, after a minute', async () => {
    const state = { cpu: 2 };
    const fails = (): never => {
      throw new TypeError('x is undefined');
    };
    const optimizer = scriptedOptimizer([adjustTo(4), ...['a', 'b', 'c', 'd', 'e'].map(measure)]);
    const { clock, events } = await run(target({ ...state, measure: fails }), optimizer);
    const failures = () =>
      events.filter((event) => event.type === 'command-finished' && event.status === 'failed').length;
    for (const [index, wait] of [1_500, 2_500, 4_500, 8_500].entries()) {
      await until(() => failures() === index + 1);
      await clock.advance(wait);
    }
    await until(() => events.some(({ type }) => type === 'restarting') && clock.pending > 0);
    expect(events.map(({ type }) => type)).toContain('restored');
    await clock.advance(59_999);
    expect(optimizer.of('HELLO')).toHaveLength(1);
    await clock.advance(1);
    await sleeping(events);
    expect(optimizer.of('HELLO')).toHaveLength(2);
  });

  test('again when the first attempt to do so fails', async () => {
    let attached = 0;
    const type = defineConnector({
      on: {
        attach: () => {
          attached += 1;
          if (attached === 2) throw new Error('no route');
        },
        describe: () => description({}),
      },
    });
    const optimizer = scriptedOptimizer([{ cmd: 'DESCRIBE', cmd_uid: 'u1' }], ({ event }) => ({
      status: event === 'DESCRIPTION' ? 'unexpected-event' : 'ok',
    }));
    const { clock, events } = await run(type, optimizer);
    await restarted(events, clock);
    await restarted(events, clock, 2);
    await sleeping(events);
    expect(attached).toBe(3);
  });
});

describe('ServoRunner.run() takes for an acknowledgement', () => {
  test('nothing but a status', async () => {
    const answers: unknown[] = [[1], 'ok', { fine: true }];
    const optimizer = scriptedOptimizer([{ cmd: 'DESCRIBE', cmd_uid: 'u1' }], ({ event }) =>
      event === 'DESCRIPTION' || event === 'HELLO' ? (answers.shift() ?? { status: 'ok' }) : { status: 'ok' },
    );
    const { clock, events } = await run(target({ cpu: 2 }), optimizer);
    for (const [index, wait] of [1_500, 2_500, 4_500].entries()) {
      await until(() => optimizer.of('HELLO').length === index + 1 && clock.pending > 0);
      await clock.advance(wait);
    }
    await sleeping(events);
    expect(optimizer.of('HELLO')).toHaveLength(4);
  });
});

describe('ServoRunner.run() answers each command once', () => {
  test('the same when the optimizer sends it again, without doing it again, and not in a rush', async () => {
    const again = { cmd: 'MEASURE', cmd_uid: 'u1', param: {} };
    const optimizer = scriptedOptimizer([again, again]);
    let measured = 0;
    const { clock, events } = await run(target({ cpu: 2, measure: () => (measured += 1) }), optimizer);
    const completions = () => optimizer.of('MEASUREMENT').filter((param) => param?.['status'] !== undefined);
    await until(() => completions().length === 2 && clock.pending > 0);
    expect(optimizer.of('WHATS_NEXT')).toHaveLength(2);
    await clock.advance(2_000);
    await sleeping(events);
    const [first, second] = completions();
    expect(second).toEqual(first);
    expect(measured).toBe(1);
  });

  test('and drops an answer that the optimizer will never take', async () => {
    const optimizer = scriptedOptimizer([{ cmd: 'DESCRIBE', cmd_uid: 'u1' }], ({ event }) =>
      event === 'DESCRIPTION' ? new Response('', { status: 400 }) : { status: 'ok' },
    );
    const { events, logger } = await run(target({ cpu: 2 }), optimizer);
    await sleeping(events);
    expect(optimizer.of('DESCRIPTION')).toHaveLength(1);
    expect(logger.messages('error').join()).toContain('which is dropped');
  });

  test('and takes a refusal for an acknowledgement where an earlier try may have arrived', async () => {
    const answers = [new Response('', { status: 503 }), { status: 'unexpected-event', reason: 'nothing asked' }];
    const optimizer = scriptedOptimizer([{ cmd: 'DESCRIBE', cmd_uid: 'u1' }], ({ event }) =>
      event === 'DESCRIPTION' ? answers.shift() : { status: 'ok' },
    );
    const { clock, events } = await run(target({ cpu: 2 }), optimizer);
    await until(() => optimizer.of('DESCRIPTION').length === 1 && clock.pending > 0);
    await clock.advance(2_000);
    await sleeping(events);
    expect(optimizer.of('HELLO')).toHaveLength(1);
  });

  test('also when no handler ends: after its time and an hour it has failed', async () => {
    const optimizer = scriptedOptimizer([{ cmd: 'MEASURE', cmd_uid: 'u1', param: { control: { duration: 60 } } }]);
    const { clock } = await run(patient([]), optimizer);
    await until(() => clock.pending > 0);
    await clock.advance(3_661_000);
    await until(() => optimizer.of('MEASUREMENT').some((param) => param?.['status'] !== undefined));
    expect(optimizer.of('MEASUREMENT').at(-1)).toMatchObject({
      status: 'failed',
      reason: 'command-overdue',
      message: 'MEASURE took longer than 1h1m',
      cmd_uid: 'u1',
    });
  });

  test('also when it is stopped in the middle of it', async () => {
    const optimizer = scriptedOptimizer([measure()]);
    const { stop, done, clock, events } = await run(patient([]), optimizer);
    await until(() => events.some(({ type }) => type === 'progress') && clock.pending > 0);
    stop.abort(new Shutdown('SIGTERM'));
    await done;
    expect(optimizer.said.slice(-2)).toMatchObject([
      { event: 'MEASUREMENT', param: { status: 'cancelled', reason: 'shutdown', cmd_uid: 'u2' } },
      { event: 'GOODBYE', param: { reason: 'SIGTERM' } },
    ]);
  });
});

describe('ServoRunner.run() when it is stopped', () => {
  test('shuts the connectors down and says goodbye with the reason, also out of a sleep', async () => {
    const seen: string[] = [];
    const type = defineConnector({
      on: { startup: () => void seen.push('startup'), shutdown: () => void seen.push('shutdown') },
    });
    const optimizer = scriptedOptimizer([]);
    const { stop, done, events } = await run(type, optimizer);
    await sleeping(events);
    stop.abort(new Shutdown('SIGTERM'));
    await done;
    expect(seen).toEqual(['startup', 'shutdown']);
    expect(optimizer.said.at(-1)).toMatchObject({ event: 'GOODBYE', param: { reason: 'SIGTERM' } });
  });

  test('takes back what it changed', async () => {
    const state = { cpu: 2 };
    const optimizer = scriptedOptimizer([adjustTo(4)]);
    const { stop, done, events } = await run(target(state), optimizer);
    await sleeping(events);
    expect(state.cpu).toBe(4);
    stop.abort(new Shutdown('SIGINT'));
    await done;
    expect(state.cpu).toBe(2);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['restoring', 'restored', 'stopped']));
  });

  test('lets the connectors hand over what they left, before they are detached', async () => {
    const seen: string[] = [];
    const type = defineConnector({
      on: { handover: () => [`${seen.push('handover')} step to do`], detach: () => void seen.push('detach') },
    });
    const { stop, done, events } = await run(type, scriptedOptimizer([]));
    await sleeping(events);
    stop.abort(new Shutdown('SIGTERM'));
    await done;
    expect(seen).toEqual(['handover', 'detach']);
    expect(events).toContainEqual({ servo: 'web', type: 'handover', connector: 'target', lines: ['1 step to do'] });
  });

  test('leaves what the optimizer promoted', async () => {
    const state = { cpu: 2 };
    const optimizer = scriptedOptimizer([adjustTo(4, { userdata: { 'servo/promote': true } })]);
    const { stop, done, events } = await run(target(state), optimizer);
    await sleeping(events);
    stop.abort(new Shutdown('SIGINT'));
    await done;
    expect(state.cpu).toBe(4);
  });

  test('says no goodbye to an optimizer that it never reached', async () => {
    const optimizer = scriptedOptimizer([], () => new Response('', { status: 401 }));
    const { stop, done, events } = await run(target({ cpu: 2 }), optimizer);
    await until(() => events.some(({ type }) => type === 'retrying'));
    stop.abort(new Shutdown('SIGTERM'));
    await done;
    expect(optimizer.of('GOODBYE')).toEqual([]);
  });
});

describe('ServoRunner.pause()', () => {
  test('puts the settings back and says goodbye, until it is resumed', async () => {
    const state = { cpu: 2 };
    const optimizer = scriptedOptimizer([adjustTo(4)]);
    const { runner, events, clock } = await run(target(state), optimizer);
    await sleeping(events);
    runner.pause();
    runner.pause();
    await until(() => events.some(({ type }) => type === 'paused'));
    expect(clock.pending).toBe(1); // the wait that keeps a process alive
    expect(state.cpu).toBe(2);
    expect(optimizer.said.at(-1)).toMatchObject({ event: 'GOODBYE', param: { reason: 'paused' } });
    runner.resume();
    await until(() => optimizer.of('HELLO').length === 2);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['paused', 'resumed']));
  });

  test('lets a stop through', async () => {
    const { runner, events, stop, done } = await run(target({ cpu: 2 }), scriptedOptimizer([]));
    await sleeping(events);
    runner.pause();
    await until(() => events.some(({ type }) => type === 'paused'));
    stop.abort(new Shutdown('SIGTERM'));
    await done;
    expect(events.at(-1)).toMatchObject({ type: 'stopped', reason: 'SIGTERM' });
  });
});

describe('ServoRunner.run() with a connector that hangs', () => {
  test('ends within its limits, and says what it could not do', async () => {
    const type = defineConnector({ on: { shutdown: () => new Promise(() => {}) } });
    const { stop, done, clock, events, logger } = await run(type, scriptedOptimizer([]));
    await sleeping(events);
    stop.abort(new Shutdown('SIGTERM'));
    await clock.until(done);
    expect(logger.messages('error').join()).toContain('ignored the abort of "shutdown"');
  });

  test('answers `cancelled` also when the handler waits by functions of Node', async () => {
    const optimizer = scriptedOptimizer([{ cmd: 'MEASURE', cmd_uid: 'u2', param: {} }], ({ param }) =>
      param?.['progress'] === undefined ? { status: 'ok' } : { status: 'cancel', reason: 'new plan' },
    );
    const waits = defineConnector({
      on: {
        measure: async (_, { progress, signal }) => {
          progress(10);
          await nodeSleep(60_000, undefined, { signal });
          return measurement([]);
        },
      },
    });
    const { events, clock } = await run(waits, optimizer);
    await restarted(events, clock);
    expect(optimizer.of('MEASUREMENT').at(-1)).toMatchObject({ status: 'cancelled', message: 'new plan' });
  });
});

describe('ServoRunner.run() after a crash', () => {
  test('takes back what the last process left, before it greets', async () => {
    const state = { cpu: 2 };
    const stateDir = await crashed(state);
    let cpuAtHello = 0;
    const optimizer = scriptedOptimizer([], ({ event }) => {
      if (event === 'HELLO') cpuAtHello = state.cpu;
      return { status: 'ok' };
    });
    const { events } = await run(target(state), optimizer, stateDir);
    await sleeping(events);
    expect(cpuAtHello).toBe(2);
  });

  test('rejects when that fails, once, without a greeting', async () => {
    const state = { cpu: 2 };
    const stateDir = await crashed(state);
    let attempts = 0;
    const broken = (): never => {
      attempts += 1;
      throw new AdjustmentFailedError('no such host');
    };
    const optimizer = scriptedOptimizer([]);
    const { done } = await run(target({ ...state, adjust: broken }), optimizer, stateDir);
    await expect(done).rejects.toThrow('no such host');
    expect(attempts).toBe(1);
    expect(optimizer.said).toEqual([]);
  });
});

/** Adjusts a target and ends without taking it back; answers the state directory. */
async function crashed(state: { cpu: number }): Promise<string> {
  const stateDir = temporary();
  const servo = new Servo({
    name: 'web',
    clock: new FakeClock(),
    logger: recordingLogger(),
    env: {},
    cwd: '/',
    stateDir,
  });
  await servo.addConnector({ name: 'target', type: target(state), config: {} });
  await servo.adjust({ adjustments: [{ component: 'web', setting: 'cpu', value: 4 }] });
  return stateDir;
}
