import { setTimeout as nodeSleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { defineConnector } from '../../connector/define-connector.js';
import { AdjustmentFailedError } from '../../errors/adjustment-failed-error.js';
import { description } from '../../model/description.js';
import { measurement } from '../../model/measurement.js';
import { Shutdown } from './shutdown.js';
import {
  adjustTo,
  crashed,
  measure,
  onProgress,
  patient,
  restarted,
  run,
  scriptedOptimizer,
  sleeping,
  target,
  until,
} from '../../../test/support/scripted-runner.js';

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
    const { events } = await run(target(state), optimizer, { stateDir });
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
    const { done } = await run(target({ ...state, adjust: broken }), optimizer, { stateDir });
    await expect(done).rejects.toThrow('no such host');
    expect(attempts).toBe(1);
    expect(optimizer.said).toEqual([]);
  });
});
