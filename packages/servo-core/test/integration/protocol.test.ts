import { platform, release } from 'node:os';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { command, FakeOptimizer, reply, type Script } from '../../../servo-testing/src/fake-optimizer.js';
import type { ConnectorClass } from '../../src/connector/connector-class.js';
import { defineConnector } from '../../src/connector/define-connector.js';
import { AdjustmentFailedError } from '../../src/errors/adjustment-failed-error.js';
import { AdjustmentRejectedError } from '../../src/errors/adjustment-rejected-error.js';
import { EventAbortedError } from '../../src/errors/event-aborted-error.js';
import { MeasurementFailedError } from '../../src/errors/measurement-failed-error.js';
import type { AdjustInput } from '../../src/events/event-map.js';
import { component } from '../../src/model/component.js';
import { description } from '../../src/model/description.js';
import { measurement } from '../../src/model/measurement.js';
import { metric } from '../../src/model/metric.js';
import { rangeSetting } from '../../src/model/settings/range-setting.js';
import { timeSeries } from '../../src/model/time-series.js';
import { connected, type ConnectedOptions } from '../support/connected.js';
import { id } from '../support/live-servo.js';
import { patient } from '../support/scripted-runner.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A servo that has followed a script by sockets, and what the optimizer knows of it. */
async function converse({ script = [], ...options }: ConnectedOptions & { readonly script?: Script } = {}) {
  const { optimizer, begin } = await connected(options);
  for (const each of [id, 'web']) optimizer.script(each, script);
  const servo = await begin();
  await servo.until(() => servo.saw('sleeping'));
  return { optimizer, servo };
}

const describeCpu = () =>
  description({ components: [component('web', [rangeSetting('cpu', { min: 1, max: 4, step: 1, value: 2 })])] });

describe('The client proves who the servo is', () => {
  test.for([
    ['plain', { authorization: 'Bearer plain' }],
    ['Bearer pre', { authorization: 'Bearer pre' }],
    ['X-SF-Token zzz', { 'x-sf-token': 'zzz' }],
  ] as const)('by the token "%s"', async ([token, expected]) => {
    const { optimizer } = await converse({ token });
    for (const { headers } of optimizer.requests()) {
      const { authorization, 'x-sf-token': own } = headers;
      expect({ ...(authorization && { authorization }), ...(own && { 'x-sf-token': own }) }).toEqual(expected);
    }
    optimizer.assertClean();
  });

  test('by the token of OPSANI_TOKEN_FILE, trimmed, and not by OPSANI_TOKEN', async () => {
    const env = { OPSANI_TOKEN_FILE: 'token', OPSANI_TOKEN: 'envtok' };
    const cwd = temporaryFolder({ token: ' filetok \n' });
    const section = ({ baseUrl }: FakeOptimizer): object => ({ id, base_url: baseUrl });
    const { optimizer } = await converse({ token: 'filetok', env, cwd, section });
    optimizer.assertClean();
  });

  test('by a token for its client credentials', async () => {
    const { optimizer } = await converse({ section: (each) => each.appdynamics('web') });
    const [{ headers, body } = { headers: {} as Readonly<Record<string, string>>, body: '' }, hello] =
      optimizer.requests();
    expect(headers['authorization']).toBe(`Basic ${btoa('test-client:test-secret')}`);
    expect(body).toBe('grant_type=client_credentials');
    expect(hello).toMatchObject({ event: 'HELLO', headers: { authorization: 'Bearer token-1' } });
    optimizer.assertClean();
  });

  test('and its log never holds token or secret', async () => {
    const secret = 'hunter2hunter2';
    const sections = [
      ({ baseUrl }: FakeOptimizer) => ({ id, token: `X-SF-Token ${secret}`, base_url: baseUrl }),
      (each: FakeOptimizer) => ({ ...each.appdynamics('web'), client_secret: secret }),
    ];
    for (const section of sections) {
      const servo = await (await connected({ section })).begin();
      await servo.until(() => servo.saw('retrying')); // it is not the right one
      await servo.stop();
      expect(inspect([servo.logger.entries, servo.events], { depth: 9, showHidden: true })).not.toContain(secret);
    }
  });
});

describe('The client sends', () => {
  test('to the URL that is given, with a slash or without', async () => {
    for (const slash of ['', '/']) {
      const section = (each: FakeOptimizer): object => {
        const url = each.servoUrl(id).replace(/\/servo$/, slash);
        return { id: 'example.com/other', token: 'test-token', url };
      };
      const { optimizer } = await converse({ section });
      expect(new Set(optimizer.requests().map(({ path }) => path))).toEqual(
        new Set(['/accounts/example.com/applications/web/servo']),
      );
      optimizer.assertClean();
    }
  });

  test('HELLO with its name and what it knows of itself, in this order', async () => {
    const { optimizer } = await converse({ env: { POD_NAMESPACE: 'test-namespace' } });
    const [hello] = optimizer.requests('HELLO');
    expect(hello?.param?.['agent']).toBe(hello?.headers['user-agent']);
    expect(JSON.stringify(hello?.param?.['telemetry'])).toBe(
      JSON.stringify({
        'servox.version': '1.0.0',
        'servox.platform': `${platform()} ${release()}`,
        'servox.namespace': 'test-namespace',
      }),
    );
  });

  test('neither 0 nor 100 of an adjustment, and what lies between under ADJUSTMENT', async () => {
    const type = defineConnector({
      on: {
        describe: describeCpu,
        adjust: async (_, { progress, clock }) => {
          for (const percent of [0, 25, 50, 99.9, 100]) {
            progress(percent, `at ${'abcde'.at(percent / 25)}`); // another phase each time
            await clock.sleep(1_500);
          }
          return describeCpu();
        },
      },
    });
    const { optimizer } = await converse({ type, script: [command.adjust({ web: { cpu: 3 } })] });
    const reports = optimizer.requests('progress');
    expect(reports.map(({ event, param }) => [event, param?.['progress']])).toEqual([
      ['ADJUSTMENT', 25],
      ['ADJUSTMENT', 50],
      ['ADJUSTMENT', 99.9],
    ]);
    optimizer.assertClean();
  });

  test('every series of a metric with its id, and says what is absent', async () => {
    const latency = metric('latency', 'ms');
    const type = defineConnector({
      on: {
        describe: () => description({ metrics: [latency] }),
        measure: () =>
          measurement(
            [
              timeSeries(latency, [[1_000_900, 1.5]], { id: 'a' }),
              timeSeries(latency, [[1_000_900, 2.5]], { id: 'b' }),
            ],
            { absent: [{ metric: 'errors', reason: 'no traffic' }] },
          ),
      },
    });
    const { optimizer } = await converse({ type, script: [command.measure({ metrics: ['latency', 'errors'] })] });
    const [{ param } = { param: null }] = optimizer.requests('completion');
    expect(param?.['metrics']).toEqual({
      latency: {
        unit: 'ms',
        values: [
          { id: 'a', data: [[1_000, 1.5]] },
          { id: 'b', data: [[1_000, 2.5]] },
        ],
      },
    });
    expect(param?.['annotations']).toEqual({ 'servo/absent': '[{"metric":"errors","reason":"no traffic"}]' });
    optimizer.assertClean();
  });
});

describe('The servo carries out', () => {
  test('a measuring of the metrics that are named, in their order, for the time that is wanted', async () => {
    const seen: unknown[] = [];
    const type = defineConnector({
      on: {
        describe: () => description({}),
        measure: ({ metrics, control: { delay, warmup, duration } }) => {
          seen.push(metrics, [delay, warmup, duration].map(String));
          return measurement([]);
        },
      },
    });
    const metrics = { throughput: { unit: 'rpm' }, error_rate: { unit: '%' }, latency_mean: { unit: 'ms' } };
    const control = { delay: 10, warmup: 30, duration: 180 };
    const { optimizer } = await converse({ type, script: [command.measure({ metrics, control })] });
    expect(seen).toEqual([Object.keys(metrics), ['10s', '30s', '3m']]);
    optimizer.assertClean();
  });

  test.for([
    [{}, []],
    [{ web: { cpu: 3 } }, [{ component: 'web', setting: 'cpu', value: 3 }]],
  ] as const)('an adjustment of %j, once, with the time to settle', async ([values, adjustments]) => {
    const seen: AdjustInput[] = [];
    const type = defineConnector({
      on: {
        describe: describeCpu,
        adjust: (input) => {
          seen.push(input);
          return describeCpu();
        },
      },
    });
    const { optimizer } = await converse({
      type,
      script: [command.adjust(values, { control: { settlement: '10s' } })],
    });
    expect(seen.map((input) => input.adjustments)).toEqual([adjustments]);
    expect(String(seen[0]?.control.settlement)).toBe('10s');
    expect(optimizer.requests('completion')).toMatchObject([{ event: 'ADJUSTMENT', param: { status: 'ok' } }]);
    optimizer.assertClean();
  });
});

const failing = (thrown: Error): ConnectorClass => {
  const fail = (): never => {
    throw thrown;
  };
  return defineConnector({ on: { describe: describeCpu, measure: fail, adjust: fail } });
};

describe('The servo answers', () => {
  test.for<readonly [answer: object, thrown: Error]>([
    [{ status: 'rejected', message: 'foo', reason: null }, new AdjustmentRejectedError('foo')],
    [{ status: 'rejected', reason: 'unstable' }, new AdjustmentRejectedError('foo', { reason: 'unstable' })],
    [{ status: 'failed', message: 'gone', reason: null }, new AdjustmentFailedError('gone')],
    [{ status: 'aborted', message: 'bar', reason: null }, new EventAbortedError('bar')],
    [{ status: 'failed', message: 'none', reason: null }, new MeasurementFailedError('none')],
    [{ status: 'failed', message: expect.stringContaining('x is undefined') }, new TypeError('x is undefined')],
    [
      { status: 'rejected', message: 'never', other_messages: ['later'] },
      new AggregateError([new AdjustmentFailedError('later'), new AdjustmentRejectedError('never')]),
    ],
  ])('%o when an adjustment throws %s', async ([answer, thrown]) => {
    const { optimizer } = await converse({ type: failing(thrown), script: [command.adjust({ web: { cpu: 3 } })] });
    expect(optimizer.requests('completion')).toMatchObject([{ event: 'ADJUSTMENT', param: answer }]);
    optimizer.assertClean();
  });

  test('`cancelled` when a connector cancels the command before it begins', async () => {
    const type = defineConnector({
      before: { measure: (_, { cancel }) => cancel('Command cancelled') },
      on: { describe: describeCpu, measure: () => measurement([]) },
    });
    const { optimizer } = await converse({ type, script: [command.measure({ metrics: [] })] });
    expect(optimizer.requests('completion')[0]?.param).toMatchObject({
      status: 'cancelled',
      message: 'Command cancelled',
      reason: null,
    });
    optimizer.assertClean();
  });

  test('`cancelled` when the optimizer cancels, and begins anew', async () => {
    const seen: string[] = [];
    const script = [command.measure({ metrics: ['throughput'], onProgress: reply.cancel('another plan') })];
    const { optimizer, servo } = await converse({ type: patient(seen), script });
    expect(optimizer.requests().map(({ event, report }) => report ?? event)).toEqual([
      'HELLO',
      'WHATS_NEXT',
      'progress',
      'completion',
      'GOODBYE',
      'HELLO',
      'WHATS_NEXT',
    ]);
    const [{ event, param } = { event: undefined, param: null }] = optimizer.requests('completion');
    expect(event).toBe('MEASUREMENT');
    expect(param).toEqual({
      status: 'cancelled',
      message: 'another plan',
      reason: null,
      cmd_uid: `${id}#1`,
    });
    expect(optimizer.requests('GOODBYE')[0]?.param).toEqual({ reason: 'restarting' });
    expect(seen).toEqual(['startup 1', 'shutdown 1', 'detach 1', 'startup 2']);
    await servo.stop('SIGTERM');
    expect(seen.slice(-2)).toEqual(['shutdown 2', 'detach 2']);
    optimizer.assertClean();
  });
});
