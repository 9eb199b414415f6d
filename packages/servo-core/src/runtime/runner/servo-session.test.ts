import { describe, expect, test } from 'vitest';
import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import type { EventContext } from '../../events/event-context.js';
import { on } from '../../events/on.js';
import { Shutdown } from './shutdown.js';
import {
  adjustTo,
  measure,
  patient,
  run,
  scriptedOptimizer,
  sleeping,
  target,
  until,
} from '../../../test/support/scripted-runner.js';

describe('ServoSession.run()', () => {
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

describe('ServoSession.run() takes for an acknowledgement', () => {
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

describe('ServoSession.run() answers each command once', () => {
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

test('ServoSession.run() answers an adjustment that the operator refuses as rejected, and changes nothing', async () => {
  const optimizer = scriptedOptimizer([adjustTo(3)]);
  const state = { cpu: 2 };
  await run(target(state), optimizer, { consent: async () => false });
  await until(() => optimizer.of('ADJUSTMENT').length > 0);
  expect(optimizer.of('ADJUSTMENT')).toMatchObject([{ status: 'rejected', reason: 'operator-refused', cmd_uid: 'u3' }]);
  expect(state.cpu).toBe(2);
});

test('ServoSession.run() that cannot put the settings back says who else does', async () => {
  const optimizer = scriptedOptimizer([adjustTo(3)]);
  const state = { cpu: 2, adjust: () => {} };
  const { events, logger, stop, done } = await run(target(state), optimizer);
  await sleeping(events);
  state.adjust = () => {
    throw new AdjustmentRejectedError('nobody is there', { reason: 'away' });
  };
  stop.abort(new Shutdown('SIGTERM'));
  await done;
  const [said] = logger.messages('error');
  expect(said).toMatch(
    /^Could not restore the settings \(the next start does, or "servo restore"\): .*nobody is there/,
  );
});

test('ServoSession.run() has connectors take away at its end what no journal knows of, once the settings are back', async () => {
  const state = { cpu: 2 };
  const found: number[] = [];
  const type = class extends target(state) {
    @on('cleanup') cleanUp() {
      found.push(state.cpu);
      return ['a pod is deleted'];
    }
  };
  const { events, stop, done, logger } = await run(type, scriptedOptimizer([adjustTo(3)]));
  await sleeping(events);
  expect(found).toEqual([]);
  stop.abort(new Shutdown('SIGTERM'));
  await done;
  expect(found).toEqual([2]);
  expect(logger.messages('info')).toContain('a pod is deleted');
});

test('ServoSession.run() has connectors clean up also where the settings cannot be put back', async () => {
  const cleaned: string[] = [];
  const state = { cpu: 2, adjust: () => {} };
  const type = class extends target(state) {
    @on('cleanup') cleanUp() {
      cleaned.push('the rest');
      return [];
    }
  };
  const { events, stop, done } = await run(type, scriptedOptimizer([adjustTo(3)]));
  await sleeping(events);
  state.adjust = () => {
    throw new AdjustmentRejectedError('it is gone', { reason: 'not-found' });
  };
  stop.abort(new Shutdown('SIGTERM'));
  await done;
  expect(cleaned).toEqual(['the rest']);
});

test('ServoSession.run() does not wait for a target that does not answer when it cleans up', async () => {
  const type = class extends target({ cpu: 2 }) {
    @on('cleanup') cleanUp(_: undefined, { clock, signal }: EventContext) {
      return clock.sleep(1e9, { signal }).then(() => []);
    }
  };
  const { events, stop, done, clock, logger } = await run(type, scriptedOptimizer([]));
  await sleeping(events);
  stop.abort(new Shutdown('SIGTERM'));
  await until(() => clock.pending > 0);
  await clock.advance(5_000);
  await done;
  expect(logger.messages('warn')).toContainEqual(expect.stringMatching(/^Could not clean up/));
});

test('ServoSession.run() that is not to poll starts the connectors, and says nothing to the optimizer to its end', async () => {
  const optimizer = scriptedOptimizer([]);
  const seen: string[] = [];
  const { events, stop, done } = await run(patient(seen), optimizer, { poll: false });
  await until(() => events.some(({ type }) => type === 'idle'));
  stop.abort(new Shutdown('SIGTERM'));
  await done;
  expect(optimizer.said).toEqual([]);
  expect(seen).toEqual(['startup 1', 'shutdown 1', 'detach 1']);
});
