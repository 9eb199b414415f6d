import { describe, expect, test } from 'vitest';
import { command, reply } from '../../../servo-testing/src/fake-optimizer.js';
import { defineConnector } from '../../src/connector/define-connector.js';
import { description } from '../../src/model/description.js';
import { metric } from '../../src/model/metric.js';
import { connected, waits } from '../support/connected.js';
import { id } from '../support/live-servo.js';

describe('A servo gets over', () => {
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
