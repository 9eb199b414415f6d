import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { check } from '../../checks/check-decorator.js';
import { runChecks } from '../../checks/run-checks.js';
import { Connector } from '../../connector/connector.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import { currentContext, currentServo } from '../../connector/current-context.js';
import { defineConnector } from '../../connector/define-connector.js';
import { AdjustmentFailedError } from '../../errors/adjustment-failed-error.js';
import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import { EventAbortedError } from '../../errors/event-aborted-error.js';
import { EventError } from '../../errors/event-error.js';
import { before } from '../../events/before.js';
import type { EventContext } from '../../events/event-context.js';
import type { AdjustInput, CheckInput } from '../../events/event-map.js';
import { on } from '../../events/on.js';
import { adjustment } from '../../model/adjustment.js';
import { component } from '../../model/component.js';
import { dataPoint } from '../../model/data-point.js';
import { description } from '../../model/description.js';
import { type Measurement, measurement } from '../../model/measurement.js';
import { metric } from '../../model/metric.js';
import { rangeSetting } from '../../model/settings/range-setting.js';
import type { Consent } from './reversible-changes.js';
import { Servo } from './servo.js';

/** A target with one setting, kept in a variable. */
function target(state: { cpu: number }, adjust?: (value: number) => void, name = 'web'): ConnectorClass {
  const describe = () =>
    description({
      components: [component(name, [rangeSetting('cpu', { min: 1, max: 4, step: 1, value: state.cpu })])],
    });
  return defineConnector({
    on: {
      describe,
      adjust: ({ adjustments }) => {
        const change = adjustments.find(({ component: owner }) => owner === name);
        if (!change) return describe();
        const value = Number(change.value);
        adjust?.(value);
        state.cpu = value;
        return describe();
      },
    },
  });
}

const probe = (name: string, measure: () => number = () => 1): ConnectorClass =>
  defineConnector({
    on: {
      metrics: () => [metric(name)],
      measure: (_, { clock }) => measurement([dataPoint(metric(name), clock.now(), measure())]),
    },
  });

function lifecycle(seen: string[], name: string): ConnectorClass {
  const note = (event: string) => () => void seen.push(`${name} ${event}`);
  return defineConnector({
    on: { attach: note('attach'), startup: note('startup'), shutdown: note('shutdown'), detach: note('detach') },
  });
}

type Unconfigured = ConnectorClass<Readonly<Record<never, never>>>;

async function servoWith(types: Readonly<Record<string, ConnectorClass | Unconfigured>>, stateDir = temporary()) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const servo = new Servo({ name: 'web', clock, logger, env: {}, cwd: stateDir, stateDir });
  // a connector without a schema looks at no configuration
  for (const [name, type] of Object.entries(types))
    await servo.addConnector({ name, type: type as ConnectorClass, config: {} });
  onTestFinished(() => servo[Symbol.asyncDispose]());
  return { servo, logger, clock, stateDir };
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'servo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const adjustCpu = (value: number) => ({ adjustments: [{ component: 'web', setting: 'cpu', value }] });

describe('Servo.addConnector() and removeConnector()', () => {
  test('attach, start, stop and detach a connector of a servo that runs', async () => {
    const seen: string[] = [];
    const { servo } = await servoWith({ a: lifecycle(seen, 'a') });
    await servo.startup();
    await servo.addConnector({ name: 'b', type: lifecycle(seen, 'b'), config: {} });
    expect(servo.connectors).toEqual(['a', 'b']);
    await servo.removeConnector('a');
    expect(servo.connectors).toEqual(['b']);
    expect(seen).toEqual(['a attach', 'a startup', 'b attach', 'b startup', 'a shutdown', 'a detach']);
  });

  test('refuse names that are taken, unknown or reserved', async () => {
    const { servo } = await servoWith({ a: probe('m') });
    const add = (name: string) => servo.addConnector({ name, type: probe('n'), config: {} });
    await expect(add('a')).rejects.toMatchObject({
      code: 'CONNECTOR_NAME_TAKEN',
      message: expect.stringContaining('"a"'),
    });
    await expect(add('connectors')).rejects.toMatchObject({ code: 'CONNECTOR_NAME_INVALID' });
    await expect(servo.removeConnector('b')).rejects.toMatchObject({
      code: 'CONNECTOR_NOT_FOUND',
      hint: expect.stringContaining('a'),
    });
  });

  test('leave nothing behind when attaching fails', async () => {
    const { servo } = await servoWith({});
    const type = defineConnector({ on: { attach: () => JSON.parse('{') } });
    await expect(servo.addConnector({ name: 'bad', type, config: {} })).rejects.toThrow(/bad/);
    expect(servo.connectors).toEqual([]);
  });
});

describe('Servo.command()', () => {
  const replay = defineConnector({
    commands: {
      replay: {
        run: ({ name }, { id }) => ({ facts: { id }, lines: [`${name} of ${currentContext().connector}`] }),
      },
    },
  });
  const context = {
    signal: new AbortController().signal,
    clock: new FakeClock(),
    columns: 80,
    progress() {},
    live() {},
  };

  test('lets a connector carry out a command of its own, where its logs know which it is', async () => {
    const { servo } = await servoWith({ trace: replay });
    const result = await servo.command('replay', { connector: 'trace', input: { id: '7' }, context });
    expect(result).toEqual({ facts: { id: '7' }, lines: ['trace of trace'] });
  });

  test('names what there is instead of an unknown connector or command', async () => {
    const { servo } = await servoWith({ trace: replay });
    const command = (name: string, connector: string) => servo.command(name, { connector, input: {}, context });
    await expect(command('replay', 'other')).rejects.toMatchObject({ code: 'CONNECTOR_NOT_FOUND' });
    for (const name of ['rewind', 'constructor'])
      await expect(command(name, 'trace')).rejects.toMatchObject({
        code: 'CONNECTOR_COMMAND_MISSING',
        hint: expect.stringContaining('It has replay;'),
      });
  });
});

describe('currentServo()', () => {
  /** A connector that adds another one when it is started. */
  const parent = (seen: string[]): ConnectorClass =>
    defineConnector({
      on: {
        startup: () => currentServo()?.addConnector({ name: 'child', type: lifecycle(seen, 'child'), config: {} }),
      },
    });

  test('lets a connector add another one, which comes and goes with it', async () => {
    const seen: string[] = [];
    const { servo } = await servoWith({ parent: parent(seen) });
    await servo.startup();
    expect(servo.connectors).toEqual(['parent', 'child']);
    await servo.removeConnector('parent');
    expect(servo.connectors).toEqual([]);
    expect(seen).toEqual(['child attach', 'child startup', 'child shutdown', 'child detach']);
  });

  test('lets a connector add another one anew after every new beginning', async () => {
    const seen: string[] = [];
    const { servo } = await servoWith({ parent: parent(seen) });
    for (let time = 0; time < 2; time++) {
      await servo.attach();
      await servo.startup();
      expect(servo.connectors).toEqual(['parent', 'child']);
      await servo.shutdown();
      await servo.detach();
    }
    expect(seen.filter((each) => each === 'child startup')).toHaveLength(2);
  });

  test.each(['startup', 'measure', 'shutdown', 'detach'] as const)(
    'lets a connector remove itself in %s',
    async (event) => {
      const seen: string[] = [];
      const goes = defineConnector({
        on: { [event]: () => currentServo()?.removeConnector('goes') },
      });
      const { servo } = await servoWith({ goes, stays: probe('up'), witness: lifecycle(seen, 'w') });
      await servo.startup();
      await servo.measure().catch(() => {});
      await servo.shutdown();
      await servo.detach();
      await servo.attach();
      expect(servo.connectors).toEqual(['stays', 'witness']);
    },
  );
});

test('Servo.telemetry holds what its connectors tell, for as long as they are attached', async () => {
  const cluster = defineConnector({
    on: {
      attach() {
        this.host.telemetry?.set('version', '1.37');
      },
    },
  });
  const { servo } = await servoWith({ cluster, other: probe('up') });
  expect(servo.telemetry).toEqual({ 'cluster.version': '1.37' });
  await servo.removeConnector('cluster');
  expect(servo.telemetry).toEqual({});
});

describe('Servo.describe()', () => {
  test('joins descriptions with the metrics of connectors that only list them', async () => {
    const { servo } = await servoWith({ target: target({ cpu: 2 }), probe: probe('up') });
    expect(await servo.describe()).toMatchObject({
      components: [{ name: 'web', settings: [{ name: 'cpu', value: 2 }] }],
      metrics: [{ name: 'up' }],
    });
  });

  test('asks a connector for the metrics, or the components, that its description leaves out', async () => {
    const web = component('web', []);
    const on = { metrics: () => [metric('up')], components: () => [web] };
    const adjusts = defineConnector({ on: { ...on, describe: () => description({ components: [web] }) } });
    const measures = defineConnector({ on: { ...on, describe: () => description({ metrics: [metric('up')] }) } });
    for (const both of [adjusts, measures]) {
      const { servo } = await servoWith({ both });
      expect(await servo.describe()).toEqual({ components: [web], metrics: [metric('up')] });
    }
  });

  test('names both connectors that answer one component or metric', async () => {
    const metrics = await servoWith({ a: probe('up'), b: probe('up') });
    await expect(metrics.servo.describe()).rejects.toMatchObject({
      code: 'METRIC_CLAIMED_TWICE',
      message: 'Connectors "a" and "b" both measure "up"',
    });
    const components = await servoWith({ a: target({ cpu: 1 }), b: target({ cpu: 1 }) });
    await expect(components.servo.describe()).rejects.toMatchObject({ code: 'COMPONENT_CLAIMED_TWICE' });
  });
});

describe('Servo.measure()', () => {
  test('joins the readings of all connectors', async () => {
    const { servo } = await servoWith({ a: probe('up'), b: probe('down', () => 3) });
    const { readings } = await servo.measure();
    expect(readings.map(({ metric }) => metric.name)).toEqual(['up', 'down']);
  });

  test('is inconclusive when somebody else changes a setting meanwhile', async () => {
    const state = { cpu: 2 };
    const { servo } = await servoWith({ target: target(state), probe: probe('up', () => (state.cpu = 3)) });
    await expect(servo.measure()).rejects.toMatchObject({
      reason: 'inconclusive',
      message: expect.stringContaining('web.cpu=3'),
    });
  });
});

test('Servo.measure() takes an empty list of metrics for all', async () => {
  const asked: unknown[] = [];
  const measures = defineConnector({
    on: {
      metrics: () => [metric('up')],
      measure: ({ metrics }) => {
        asked.push(metrics);
        return measurement([]);
      },
    },
  });
  const { servo, logger } = await servoWith({ measures });
  await servo.measure({ metrics: [] });
  expect([asked, logger.entries]).toEqual([[undefined], []]);
});

test('Servo.measure() warns of metrics of which no connector says anything', async () => {
  const absent = [{ metric: 'memory', reason: 'no-data' as const }];
  const silent = defineConnector({ on: { measure: () => measurement([], { absent }) } });
  const { servo, logger } = await servoWith({ a: probe('cpu'), silent });
  await servo.measure({ metrics: ['cpu', 'memory'] });
  expect(logger.entries).toEqual([]);
  await servo.measure({ metrics: ['disk', 'cpu', 'net'] });
  expect(logger.entries).toMatchObject([{ level: 'warn', message: 'No connector measures "disk", "net"' }]);
});

describe('Servo.measure() of a target that loses a setting', () => {
  test('is inconclusive', async () => {
    const state: { cpu: number } = { cpu: 2 };
    const gone = defineConnector({
      on: {
        describe: () =>
          description({
            components:
              state.cpu === 0 ? [] : [component('web', [rangeSetting('cpu', { min: 1, max: 4, step: 1, value: 2 })])],
          }),
      },
    });
    const { servo } = await servoWith({ gone, probe: probe('up', () => (state.cpu = 0)) });
    await expect(servo.measure()).rejects.toMatchObject({ reason: 'inconclusive' });
  });
});

describe('Servo.check()', () => {
  test('is no success when a before handler cancels it', async () => {
    const cancels = defineConnector({ before: { check: (_, { cancel }) => cancel('busy') } });
    const { servo } = await servoWith({ cancels });
    await expect(servo.check()).rejects.toMatchObject({ code: 'EVENT_CANCELLED' });
  });

  test('runs the checks of a class once that answers the event itself', async () => {
    class Checked extends Connector {
      @check('up') up() {}
      @on('check') answer(_: CheckInput, context: EventContext<'check'>) {
        return runChecks(this, { context });
      }
    }
    const { servo } = await servoWith({ checked: Checked });
    expect(await servo.check()).toMatchObject([{ value: [{ name: 'up' }] }]);
  });
});

describe('a connector that ignores its abort', () => {
  test('is made anew: attached, and started where the servo runs', async () => {
    const seen: string[] = [];
    let made = 0;
    class Stubborn extends Connector {
      readonly #number = ++made;
      @on('attach') attach() {
        seen.push(`attach ${this.#number}`);
      }
      @on('startup') startup() {
        seen.push(`startup ${this.#number}`);
      }
      @on('measure') async measure(): Promise<Measurement> {
        if (this.#number === 1) await new Promise(() => {});
        return measurement([]);
      }
      async [Symbol.asyncDispose]() {
        seen.push(`closed ${this.#number}`);
      }
    }
    const { servo, clock } = await servoWith({ stubborn: Stubborn });
    await servo.startup();
    const stop = new AbortController();
    const measured = servo.measure({}, { signal: stop.signal });
    await clock.advance(0);
    stop.abort(new Error('enough'));
    await expect(clock.until(measured)).rejects.toMatchObject({ failures: [{ error: { code: 'HANDLER_ABANDONED' } }] });
    await servo.measure();
    expect(seen).toEqual(['attach 1', 'startup 1', 'closed 1', 'attach 2', 'startup 2']);
  });
});

describe('Servo.adjust()', () => {
  test('applies values and answers the resulting description', async () => {
    const state = { cpu: 2 };
    const { servo } = await servoWith({ target: target(state) });
    const { components } = await servo.adjust(adjustCpu(4));
    expect(components).toMatchObject([{ settings: [{ value: 4 }] }]);
    expect(await servo.restorePoint()).toEqual({ 'web.cpu': 2 });
  });

  test.each([
    [{ component: 'web', setting: 'cpu', value: 5 }, /web\.cpu/],
    [{ component: 'web', setting: 'cpu', value: 1.5 }, /web\.cpu/],
    [{ component: 'web', setting: 'mem', value: 1 }, /no such setting; it has cpu/],
    [{ component: 'db', setting: 'cpu', value: 1 }, /no component "db"; there are web/],
  ])('refuses %j before a connector is asked', async (change, message) => {
    const state = { cpu: 2 };
    const { servo } = await servoWith({ target: target(state) });
    await expect(servo.adjust({ adjustments: [change] })).rejects.toThrow(message);
    expect(state.cpu).toBe(2);
    expect(await servo.restorePoint()).toBeUndefined();
  });

  test('goes back to the value that the target had at first, even outside the bounds', async () => {
    const state = { cpu: 9 };
    const { servo } = await servoWith({ target: target(state) });
    await servo.adjust(adjustCpu(2));
    await servo.adjust(adjustCpu(9));
    expect(state.cpu).toBe(9);
    expect(await servo.restorePoint()).toBeUndefined();
  });

  test('leaves nothing to take back when the target rejects its first change', async () => {
    const { servo } = await servoWith({
      target: target({ cpu: 2 }, () => {
        throw new AdjustmentRejectedError('too small', { reason: 'start-failed' });
      }),
    });
    await expect(servo.adjust(adjustCpu(1))).rejects.toMatchObject({ errors: [{ reason: 'start-failed' }] });
    expect(await servo.restorePoint()).toBeUndefined();
  });
});

describe('Servo.restore()', () => {
  test('takes back what a target was left with that rejected its change', async () => {
    const state = { cpu: 2 };
    let rejects = true;
    const type = target(state, (value) => {
      if (!rejects) return;
      state.cpu = value; // as where the configuration has a failure left as it is
      throw new AdjustmentRejectedError('too small', { reason: 'start-failed' });
    });
    const { servo } = await servoWith({ target: type });
    await expect(servo.adjust(adjustCpu(1))).rejects.toMatchObject({ errors: [{ reason: 'start-failed' }] });
    expect(await servo.restorePoint()).toEqual({ 'web.cpu': 2 });
    rejects = false;
    await servo.restore();
    expect(state.cpu).toBe(2);
  });

  test('has nothing to take back where a change failed and left everything as it was', async () => {
    const type = target({ cpu: 2 }, () => {
      throw new EventError('TARGET_PAUSED', 'it is paused');
    });
    const { servo } = await servoWith({ target: type });
    await expect(servo.adjust(adjustCpu(1))).rejects.toThrow('it is paused');
    expect(await servo.restorePoint()).toBeUndefined();
  });

  test.each<[string, () => EventError]>([
    ['could not be taken back', () => new AdjustmentFailedError('no', { reason: 'rollback-failed' })],
    ['was aborted', () => new EventAbortedError('no', { reason: 'lease-lost' })],
  ])('still has something to take back where a change %s, whatever is seen of it', async (_, error) => {
    const type = target({ cpu: 2 }, () => {
      throw error();
    });
    const { servo } = await servoWith({ target: type });
    await expect(servo.adjust(adjustCpu(1))).rejects.toThrow('no');
    expect(await servo.restorePoint()).toEqual({ 'web.cpu': 2 });
  });

  test('says that it is the way back', async () => {
    const orders: AdjustInput[] = [];
    const state = { cpu: 2 };
    const type = class extends target(state) {
      @before('adjust') note(order: AdjustInput) {
        orders.push(order);
      }
    };
    const { servo } = await servoWith({ target: type });
    await servo.adjust(adjustCpu(3));
    await servo.restore();
    expect(orders.map(({ restores }) => restores)).toEqual([undefined, true]);
  });

  test('names what no connector has any more, and brings back the rest', async () => {
    const [web, db] = [{ cpu: 2 }, { cpu: 2 }];
    const first = await servoWith({ target: target(web), other: target(db, undefined, 'db') });
    await first.servo.adjust({ adjustments: [adjustment('web', 'cpu', 3), adjustment('db', 'cpu', 4)] });
    await first.servo[Symbol.asyncDispose]();
    const second = await servoWith({ target: target(web) }, first.stateDir);
    await expect(second.servo.restore()).rejects.toMatchObject({
      code: 'RESTORE_INCOMPLETE',
      message: expect.stringContaining('db.cpu'),
    });
    expect([web.cpu, db.cpu]).toEqual([2, 4]);
    expect(await second.servo.restorePoint()).toEqual({ 'web.cpu': 2, 'db.cpu': 2 });
  });

  test('brings back the first values after several changes', async () => {
    const state = { cpu: 2 };
    const { servo } = await servoWith({ target: target(state) });
    await servo.adjust(adjustCpu(3));
    await servo.adjust(adjustCpu(1));
    expect(await servo.restore()).toEqual({ 'web.cpu': 2 });
    expect(state.cpu).toBe(2);
    expect(await servo.restore()).toBeUndefined();
  });

  test('takes back, in the next process, a change of which nobody knows how far it came', async () => {
    const state = { cpu: 2 };
    const first = await servoWith({
      target: target(state, (value) => {
        state.cpu = value;
        JSON.parse('{'); // dies between the change and the answer
      }),
    });
    await expect(first.servo.adjust(adjustCpu(4))).rejects.toThrow();
    await first.servo[Symbol.asyncDispose]();
    const second = await servoWith({ target: target(state) }, first.stateDir);
    expect(await second.servo.restore()).toEqual({ 'web.cpu': 2 });
    expect(state.cpu).toBe(2);
  });

  test('keeps what was promoted', async () => {
    const state = { cpu: 2 };
    const { servo } = await servoWith({ target: target(state) });
    await servo.adjust(adjustCpu(3));
    await servo.promote();
    expect(await servo.restore()).toBeUndefined();
    expect(state.cpu).toBe(3);
  });
});

describe('Servo.cleanUp()', () => {
  test('answers what each connector took away', async () => {
    const left = defineConnector({ on: { cleanup: () => ['the pod is deleted', 'so is its volume'] } });
    const { servo } = await servoWith({ target: target({ cpu: 2 }), left });
    expect(await servo.cleanUp()).toEqual(['the pod is deleted', 'so is its volume']);
  });
});

describe('Servo[Symbol.asyncDispose]()', () => {
  test('stops, detaches and disposes every connector once, also when one of them fails', async () => {
    const seen: string[] = [];
    const failing = defineConnector({ on: { shutdown: () => JSON.parse('{') } });
    const { servo, logger } = await servoWith({ bad: failing, a: lifecycle(seen, 'a') });
    await servo.startup();
    await servo[Symbol.asyncDispose]();
    await servo[Symbol.asyncDispose]();
    expect(seen).toEqual(['a attach', 'a startup', 'a shutdown', 'a detach']);
    expect(logger.messages('error')).toMatchObject([expect.stringContaining('"bad" failed in shutdown')]);
  });
});

describe('Servo.detach() and Servo.attach()', () => {
  test('give every connector a new instance, attached in order', async () => {
    const seen: string[] = [];
    let made = 0;
    class Counted extends Connector {
      readonly #number = ++made;
      @on('attach') attach() {
        seen.push(`attach ${this.#number}`);
      }
      @on('detach') detach() {
        seen.push(`detach ${this.#number}`);
      }
      [Symbol.asyncDispose]() {
        seen.push(`closed ${this.#number}`);
      }
    }
    const { servo } = await servoWith({ first: Counted, second: Counted });
    seen.length = 0;
    await servo.detach();
    expect(servo.connectors).toEqual([]);
    await servo.attach();
    await servo.attach();
    expect(servo.connectors).toEqual(['first', 'second']);
    expect(seen).toEqual(['detach 1', 'detach 2', 'closed 1', 'closed 2', 'attach 3', 'attach 4']);
  });

  test('try again with what is missing after one could not be attached', async () => {
    let fails = false;
    const shaky = defineConnector({
      on: {
        attach: () => {
          if (fails) throw new Error('no route');
        },
      },
    });
    const { servo } = await servoWith({ steady: lifecycle([], 'steady'), shaky });
    await servo.detach();
    fails = true;
    await expect(servo.attach()).rejects.toThrow('no route');
    fails = false;
    await servo.attach();
    expect(servo.connectors).toEqual(['steady', 'shaky']);
  });
});

test('Servo.describeEach() tells what is of which connector', async () => {
  const { servo } = await servoWith({ target: target({ cpu: 2 }), load: probe('throughput') });
  const parts = await servo.describeEach();
  expect(parts.map(({ connector, components, metrics }) => [connector, components.length, metrics.length])).toEqual([
    ['target', 1, 0],
    ['load', 0, 1],
  ]);
});

test('Servo.measure() lets only the connectors measure that are named, and the others prepare it', async () => {
  let prepared = 0;
  const prepare = defineConnector({ before: { measure: () => void (prepared += 1) } });
  const { servo } = await servoWith({ a: probe('throughput'), b: probe('latency'), c: prepare });
  const { readings } = await servo.measure({}, { connectors: ['b'] });
  expect(readings.map(({ metric: { name } }) => name)).toEqual(['latency']);
  expect(prepared).toBe(1);
});

test('Servo.events names the events and who handles them in which phase', async () => {
  const { servo } = await servoWith({});
  const review = defineConnector({ before: { measure: () => {} }, after: { measure: () => {} } });
  await servo.addConnector({ name: 'load', type: probe('throughput') as Unconfigured, config: {} });
  await servo.addConnector({ name: 'review', type: review as Unconfigured, config: {} });
  expect(servo.events.find(({ name }) => name === 'measure')).toEqual({
    name: 'measure',
    owner: 'core',
    handlers: [
      { connector: 'review', phase: 'before' },
      { connector: 'load', phase: 'on' },
      { connector: 'review', phase: 'after' },
    ],
  });
  expect(servo.events.find(({ name }) => name === 'promote')).toMatchObject({ handlers: [] });
});

describe('Servo.adjust() with consent', () => {
  const change = { adjustments: [{ component: 'web', setting: 'cpu', value: 3 }] };

  test('touches nothing when it is refused', async () => {
    const state = { cpu: 2 };
    const { servo } = await servoWith({ target: target(state) });
    await expect(servo.adjust(change, { consent: async () => false })).rejects.toMatchObject({
      reason: 'operator-refused',
      message: 'The operator refused web.cpu=3',
    });
    expect([state.cpu, await servo.restorePoint()]).toEqual([2, undefined]);
  });

  test('shows what is in force, and asks only for what is possible', async () => {
    const state = { cpu: 2 };
    const asked: unknown[] = [];
    const consent: Consent = async (adjustments, { components }) => {
      asked.push([adjustments[0]?.value, components[0]?.settings[0]?.value]);
      return true;
    };
    const { servo } = await servoWith({ target: target(state) });
    await servo.adjust(change, { consent });
    const impossible = { adjustments: [{ component: 'web', setting: 'cpu', value: 30 }] };
    await expect(servo.adjust(impossible, { consent })).rejects.toMatchObject({ reason: 'invalid-adjustment' });
    expect([state.cpu, asked]).toEqual([3, [[3, 2]]]);
  });
});

test('Servo.check() asks only the connectors that are named, and hands over each check as soon as it ran', async () => {
  class Ready extends Connector<unknown> {
    @check('one') one(): void {}
    @check('two') two(): boolean {
      return false;
    }
  }
  const { servo } = await servoWith({ a: Ready, b: Ready });
  const seen: unknown[] = [];
  await servo.check(
    {},
    {
      connectors: ['b'],
      scope: { onCheck: (connector, { name, success }) => void seen.push([connector, name, success]) },
    },
  );
  expect(seen).toEqual([
    ['b', 'one', true],
    ['b', 'two', false],
  ]);
});
