import { expect, onTestFinished } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../servo-testing/src/recording-logger.js';
import type { ConnectorClass } from '../../src/connector/connector-class.js';
import { Connector } from '../../src/connector/connector.js';
import { defineConnector } from '../../src/connector/define-connector.js';
import type { EventContext } from '../../src/events/event-context.js';
import type { MeasureInput } from '../../src/events/event-map.js';
import { on } from '../../src/events/on.js';
import { component } from '../../src/model/component.js';
import { dataPoint } from '../../src/model/data-point.js';
import { description } from '../../src/model/description.js';
import { measurement } from '../../src/model/measurement.js';
import { metric } from '../../src/model/metric.js';
import { rangeSetting } from '../../src/model/settings/range-setting.js';
import { OptimizerClient } from '../../src/runtime/optimizer-client/optimizer-client.js';
import { postBy } from '../../src/runtime/optimizer-client/post.js';
import { Servo } from '../../src/runtime/servo/servo.js';
import type { ServoEvent } from '../../src/runtime/runner/servo-event.js';
import type { ServoSessionOptions } from '../../src/runtime/runner/servo-session-options.js';
import { ServoRunner } from '../../src/runtime/runner/servo-runner.js';
import { Shutdown } from '../../src/runtime/runner/shutdown.js';
import { temporaryFolder } from './temporary-folder.js';

export interface Said {
  readonly event: string;
  readonly param: Readonly<Record<string, unknown>> | null;
}

/** An optimizer that hands out commands one by one, then sleeps, and writes down what it is told. */
export function scriptedOptimizer(
  commands: readonly unknown[],
  status: (said: Said) => unknown = () => ({ status: 'ok' }),
) {
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

export function target(state: { cpu: number; measure?: () => unknown; adjust?: () => void }): ConnectorClass {
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
        if (change) state.cpu = Number(change.value);
        return describe();
      },
    },
  });
}

/** What differs from a runner that polls and asks nobody. */
interface RunnerChanges extends Partial<Pick<ServoSessionOptions, 'consent' | 'poll'>> {
  readonly stateDir?: string;
}

export async function run(
  type: ConnectorClass,
  optimizer: ReturnType<typeof scriptedOptimizer>,
  { stateDir = temporaryFolder(), ...options }: RunnerChanges = {},
) {
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
    ...options,
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

/** Lets a real file operation or a chain of promises end; what it waits for is looked at, not slept for. */
export const until = (seen: () => boolean) => expect.poll(seen, { interval: 1, timeout: 2_000 }).toBe(true);
export const restarted = async (events: readonly ServoEvent[], clock: FakeClock, times = 1) => {
  await until(() => events.filter(({ type }) => type === 'restarting').length === times);
  await clock.advance(times * 2_000);
};
export const sleeping = (events: readonly ServoEvent[]) => until(() => events.some(({ type }) => type === 'sleeping'));
export const adjustTo = (value: number, control = {}) => ({
  cmd: 'ADJUST',
  cmd_uid: 'u3',
  param: { state: { application: { components: { web: { settings: { cpu: { value } } } } } }, control },
});

/** Measures until it is aborted, and says which of its instances was told what. */
export function patient(seen: string[]): ConnectorClass {
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

export const measure = (uid = 'u2') => ({ cmd: 'MEASURE', cmd_uid: uid, param: {} });
export const onProgress =
  (answer: () => unknown) =>
  ({ param }: Said): unknown =>
    param?.['progress'] === undefined ? { status: 'ok' } : answer();

/** Adjusts a target and ends without taking it back; answers the state directory. */
export async function crashed(state: { cpu: number }): Promise<string> {
  const stateDir = temporaryFolder();
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
