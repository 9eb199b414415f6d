import { setTimeout as nodeSleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { servoView } from '../../../test/support/servo-view.js';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { Connector } from '../../connector/connector.js';
import { defineConnector } from '../../connector/define-connector.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import { currentContext } from '../../connector/current-context.js';
import { EventError } from '../../errors/event-error.js';
import { on } from '../../events/on.js';
import type { EventContext } from '../../events/event-context.js';
import { mountConnector } from '../servo/mount-connector.js';
import { EventBus } from './event-bus.js';

declare module '../../events/event-map.js' {
  interface EventMap {
    'test/ask': { input: { readonly y: number }; result: unknown };
    'test/nested': { input: undefined; result: unknown };
  }
}

type On = (input: { readonly y: number }, context: EventContext) => unknown;

type Around = () => AsyncGenerator<void, void, void>;

/** A connector that handles test/ask in the given phases. */
function probe(parts: { on?: On; before?: On; after?: (results: readonly unknown[]) => void }): ConnectorClass {
  return defineConnector({
    ...(parts.on && { on: { 'test/ask': parts.on } }),
    ...(parts.before && { before: { 'test/ask': parts.before as () => void } }), // what it answers is of no use
    ...(parts.after && { after: { 'test/ask': parts.after } }),
  });
}

async function* nothing() {
  yield;
}

type Probe = ConnectorClass | ConnectorClass<Readonly<Record<never, never>>>;

function busOf(probes: Readonly<Record<string, Probe>>, around: Around = nothing) {
  const owner = defineConnector({ events: { 'test/ask': around, 'test/nested': nothing } });
  const types = { owner, ...probes };
  const clock = new FakeClock();
  const logger = recordingLogger();
  const servo = { ...servoView('web'), connectors: Object.keys(types) };
  const abandoned: string[] = [];
  const bus = new EventBus({ clock, logger, servo, onAbandoned: (name) => abandoned.push(name) });
  const host = { config: {}, clock, logger, env: {}, cwd: '/', stateDir: '/', dispatch: bus.dispatch };
  // a probe looks at no configuration
  bus.connectors = Object.entries(types).map(([name, type]) =>
    mountConnector(type as ConnectorClass, { ...host, name }),
  );
  return { bus, clock, logger, abandoned };
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('EventBus.dispatch()', () => {
  test('collects the answers in the order of the connectors, whoever is first to answer', async () => {
    const slow = Promise.withResolvers<string>();
    const { bus } = busOf({
      a: probe({ on: () => slow.promise }),
      b: probe({ on: () => 'b' }),
      c: probe({ on: async () => 'c' }),
    });
    const answers = bus.dispatch('test/ask', { y: 1 });
    await tick();
    slow.resolve('a');
    expect((await answers).map(({ connector, value }) => [connector, value])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });

  test('asks only the connectors that are included, and none that is excluded', async () => {
    const { bus } = busOf({ a: probe({ on: () => 1 }), b: probe({ on: () => 2 }) });
    const values = async (options: object) =>
      (await bus.dispatch('test/ask', { y: 1 }, options)).map(({ value }) => value);
    expect(await values({ include: ['a'] })).toEqual([1]);
    expect(await values({ exclude: ['a'] })).toEqual([2]);
    expect(await values({ include: ['nobody'] })).toEqual([]);
  });

  test('runs before, on and after in turn, and only the phases that are asked for', async () => {
    const seen: string[] = [];
    const { bus } = busOf({
      a: probe({
        before: () => seen.push('before'),
        on: () => seen.push('on'),
        after: (results) => seen.push(`after ${results.length}`),
      }),
    });
    await bus.dispatch('test/ask', { y: 1 });
    await bus.dispatch('test/ask', { y: 1 }, { phases: ['on', 'before'] });
    expect(seen).toEqual(['before', 'on', 'after 1', 'before', 'on']);
  });

  test('answers nothing and warns with the name when a before handler cancels', async () => {
    let asked = 0;
    const { bus, logger } = busOf({
      first: probe({ before: (_, { cancel }) => cancel('not today'), on: () => asked++, after: () => asked++ }),
    });
    expect(await bus.dispatch('test/ask', { y: 1 })).toEqual([]);
    expect(asked).toBe(0);
    expect(logger.entries.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'Event "test/ask" was cancelled by "first": not today'],
    ]);
  });

  test.each(['on', 'after'] as const)('refuses to be cancelled from an %s handler', async (phase) => {
    const cancel = (_: unknown, context: EventContext): never => context.cancel('too late');
    const { bus } = busOf({ a: probe({ on: () => 1, [phase]: cancel }) });
    await expect(bus.dispatch('test/ask', { y: 1 })).rejects.toMatchObject({
      errors: [
        {
          code: 'EVENT_CANCEL_MISPLACED',
          message: expect.stringContaining(`Cannot cancel an event from an ${phase} handler`),
        },
      ],
    });
  });

  test('aborts the others when one fails, waits for them, and throws the failure; after handlers do not run', async () => {
    let reviewed = 0;
    let aborted: unknown;
    const failure = new EventError('PROBE_FAILED', 'no');
    const { bus } = busOf({
      waits: probe({
        on: (_, { signal }) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve((aborted = signal.reason)))),
        after: () => reviewed++,
      }),
      fails: probe({ on: async () => Promise.reject(failure) }),
    });
    await expect(bus.dispatch('test/ask', { y: 1 })).rejects.toMatchObject({ errors: [failure] });
    expect(aborted).toBe(failure);
    expect(reviewed).toBe(0);
  });

  test('names connector, event and handler of a failure that nobody foresaw', async () => {
    const { bus } = busOf({ a: probe({ on: () => JSON.parse('{') }) });
    await expect(bus.dispatch('test/ask', { y: 1 })).rejects.toMatchObject({
      errors: [{ code: 'HANDLER_FAILED', source: { connector: 'a', event: 'test/ask', phase: 'on' } }],
    });
  });

  test('stops the connectors that wait when the caller aborts, and rejects with the reason', async () => {
    const caller = new AbortController();
    const { bus } = busOf({ a: probe({ on: (_, { signal, clock }) => clock.sleep(1e9, { signal }) }) });
    const answers = bus.dispatch('test/ask', { y: 1 }, { signal: caller.signal });
    const reason = new Error('enough');
    caller.abort(reason);
    await expect(answers).rejects.toBe(reason);
  });

  test('abandons a handler that ignores its abort for ten seconds, and takes its right to act', async () => {
    const caller = new AbortController();
    let context: EventContext | undefined;
    const { bus, clock, abandoned } = busOf({
      stubborn: probe({
        on: (_, given) => {
          context = given;
          return new Promise(() => {});
        },
      }),
      polite: probe({ on: (_, given) => given.clock.sleep(1e9, { signal: given.signal }) }),
    });
    const answers = bus.dispatch('test/ask', { y: 1 }, { signal: caller.signal });
    answers.catch(() => {}); // awaited below, after the clock moved
    await tick();
    context?.guard();
    caller.abort(new Error('enough'));
    await clock.advance(9_999);
    expect(abandoned).toEqual([]);
    context?.guard(); // it may still take back what it did
    await clock.advance(1);
    await expect(answers).rejects.toMatchObject({
      failures: [{ connector: 'stubborn', error: { code: 'HANDLER_ABANDONED' } }],
    });
    expect(abandoned).toEqual(['stubborn']);
    expect(() => context?.guard()).toThrow();
  });

  test('lets a connector take back what it did when another one fails', async () => {
    const written: string[] = [];
    const takesBack = probe({
      on: async (_, { clock, signal, guard }) => {
        await clock.sleep(1e9, { signal }).catch(() => {});
        guard();
        written.push('as before');
      },
    });
    const fails = probe({ on: async () => Promise.reject(new EventError('PROBE_FAILED', 'no')) });
    const { bus } = busOf({ takesBack, fails });
    await expect(bus.dispatch('test/ask', { y: 1 })).rejects.toMatchObject({ failures: [{ connector: 'fails' }] });
    expect(written).toEqual(['as before']);
  });

  test('starts no further handler of a connector once another one failed', async () => {
    let started = 0;
    const gate = Promise.withResolvers<void>();
    class Two extends Connector {
      @on('test/ask') async first() {
        await gate.promise;
      }
      @on('test/ask') second() {
        started++;
      }
    }
    const fails = probe({ on: async () => Promise.reject(new EventError('PROBE_FAILED', 'no')) });
    const { bus } = busOf({ two: Two, fails });
    const answers = bus.dispatch('test/ask', { y: 1 });
    answers.catch(() => gate.resolve());
    await tick();
    gate.resolve();
    await expect(answers).rejects.toMatchObject({ failures: [{ connector: 'fails' }] });
    expect(started).toBe(0);
  });

  test('names only who failed, not who obeyed the abort by functions of Node', async () => {
    const waits = probe({ on: (_, { signal }) => nodeSleep(60_000, undefined, { signal }) });
    const fails = probe({ on: async () => Promise.reject(new EventError('PROBE_FAILED', 'no')) });
    const { bus } = busOf({ waits, fails });
    await expect(bus.dispatch('test/ask', { y: 1 })).rejects.toMatchObject({ failures: [{ connector: 'fails' }] });
  });

  test('aborts what a handler sent when the handler is aborted', async () => {
    const caller = new AbortController();
    let inner: AbortSignal | undefined;
    class Sends extends Connector {
      @on('test/ask') async ask() {
        return this.dispatch('test/nested', undefined);
      }
      @on('test/nested') async nested(_: undefined, { signal, clock }: EventContext) {
        inner = signal;
        await clock.sleep(1e9, { signal });
      }
    }
    const { bus } = busOf({ sends: Sends });
    const answers = bus.dispatch('test/ask', { y: 1 }, { signal: caller.signal });
    await tick();
    caller.abort(new Error('enough'));
    await expect(answers).rejects.toThrow('enough');
    expect(inner?.aborted).toBe(true);
  });

  test('hands over a context that can be copied', async () => {
    const own = (_: unknown, context: EventContext) => {
      const { signal, guard } = { ...context };
      guard();
      return signal === context.signal && !signal.aborted;
    };
    const { bus } = busOf({ probe: probe({ on: own }) });
    expect(await bus.dispatch('test/ask', { y: 1 })).toMatchObject([{ value: true }]);
  });

  test('takes the right to act from a handler whose dispatch is over', async () => {
    let kept: EventContext | undefined;
    const { bus } = busOf({ a: probe({ on: (_, context) => void (kept = context) }) });
    await bus.dispatch('test/ask', { y: 1 });
    expect(() => kept?.guard()).toThrow(/may no longer act/);
  });

  test('tells of other failures when a before handler cancels', async () => {
    const cancels = probe({ before: (_, { cancel }) => cancel('not today') });
    const fails = probe({ before: async () => Promise.reject(new EventError('PROBE_FAILED', 'disk is on fire')) });
    const { bus, logger } = busOf({ fails, cancels });
    expect(await bus.dispatch.settle('test/ask', { y: 1 })).toEqual([]);
    expect(logger.messages('error')).toEqual([expect.stringContaining('disk is on fire')]);
  });

  test('refuses an event that is sent while it is handled, and unknown events', async () => {
    const { bus } = busOf({ a: probe({ on: (_, { dispatch }) => dispatch('test/ask', { y: 2 }) }) });
    await expect(bus.dispatch('test/ask', { y: 1 })).rejects.toMatchObject({ errors: [{ code: 'EVENT_REENTRANT' }] });
    // @ts-expect-error the name is not in the event map
    await expect(bus.dispatch('test/aks', undefined)).rejects.toMatchObject({
      code: 'EVENT_UNKNOWN',
      message: expect.stringContaining('"test/aks"'),
    });
  });

  test('lets a handler send another event of the same servo', async () => {
    const { bus } = busOf({ a: probe({ on: (_, { dispatch }) => dispatch('test/nested', undefined) }) });
    expect(await bus.dispatch('test/ask', { y: 1 })).toMatchObject([{ value: [] }]);
  });

  test('runs the wrapper of an event around each handler, tear-down on failure included', async () => {
    const seen: string[] = [];
    async function* around() {
      seen.push('up');
      try {
        yield;
      } finally {
        seen.push('down');
      }
    }
    const { bus } = busOf(
      {
        a: probe({
          on: ({ y }) => {
            seen.push('on');
            if (y === 0) throw new EventError('PROBE_FAILED', 'no');
            return 13;
          },
        }),
      },
      around,
    );
    expect(await bus.dispatch('test/ask', { y: 1 })).toMatchObject([{ value: 13 }]);
    await expect(bus.dispatch('test/ask', { y: 0 })).rejects.toMatchObject({ errors: [{ code: 'PROBE_FAILED' }] });
    expect(seen).toEqual(['up', 'on', 'down', 'up', 'on', 'down']);
  });

  test.each([1, 0])('ends a wrapper that yields more than once, and says so (input %i)', async (y) => {
    let ended = false;
    async function* twice() {
      try {
        yield;
        yield;
      } finally {
        ended = true;
      }
    }
    async function* twiceOnFailure() {
      try {
        yield* twice();
      } catch {
        yield;
      } finally {
        ended = true;
      }
    }
    const on = ({ y: given }: { readonly y: number }) => 13 / given;
    const failing = () => {
      throw new EventError('PROBE_FAILED', 'no');
    };
    const { bus } = busOf({ a: probe({ on: y ? on : failing }) }, y ? twice : twiceOnFailure);
    await expect(bus.dispatch('test/ask', { y })).rejects.toMatchObject({
      errors: [{ code: 'EVENT_WRAPPER_INVALID', message: expect.stringContaining('more than once') }],
    });
    expect(ended).toBe(true);
  });

  test('tells a handler where it runs', async () => {
    const { bus, clock } = busOf({
      a: probe({
        on: () => {
          const { servo, connector, event } = currentContext();
          return [servo?.name, connector, event?.event, event?.phase];
        },
      }),
    });
    const [result] = await bus.dispatch('test/ask', { y: 1 });
    expect(result).toMatchObject({ value: ['web', 'a', 'test/ask', 'on'], createdAt: clock.now() });
    expect(currentContext()).toEqual({});
  });
});

describe('EventBus.dispatch.first()', () => {
  test('asks one connector after the other and stops at the first that handles the event', async () => {
    let later = 0;
    const { bus } = busOf({ none: probe({}), a: probe({ on: () => 'a' }), b: probe({ on: () => later++ }) });
    expect(await bus.dispatch.first('test/ask', { y: 1 })).toMatchObject({ connector: 'a', value: 'a' });
    expect(later).toBe(0);
    expect(await bus.dispatch.first('test/nested', undefined)).toBeUndefined();
  });
});

describe('EventBus.dispatch.settle()', () => {
  test('lets all finish: failures are results, and after handlers run', async () => {
    let reviewed = 0;
    const failure = new EventError('PROBE_FAILED', 'no');
    const { bus, clock } = busOf({
      a: probe({ on: () => Promise.reject(failure) }),
      b: probe({ on: async () => 2, after: () => reviewed++ }),
    });
    expect(await bus.dispatch.settle('test/ask', { y: 1 })).toMatchObject([
      { connector: 'a', error: failure, createdAt: clock.now() },
      { connector: 'b', value: 2 },
    ]);
    expect(reviewed).toBe(1);
  });

  test('answers failures of before and after handlers too', async () => {
    const fail = async () => Promise.reject(new EventError('PROBE_FAILED', 'no'));
    const { bus } = busOf({ a: probe({ before: fail, on: () => 1 }), b: probe({ after: () => void JSON.parse('{') }) });
    const results = await bus.dispatch.settle('test/ask', { y: 1 });
    expect(results.map(({ connector, ...result }) => [connector, 'error' in result])).toEqual([
      ['a', true],
      ['a', false],
      ['b', true],
    ]);
  });

  test('only warns of a cancellation from an on handler', async () => {
    const { bus, logger } = busOf({ a: probe({ on: (_, { cancel }) => cancel('late') }) });
    await bus.dispatch.settle('test/ask', { y: 1 });
    expect(logger.entries).toMatchObject([{ level: 'warn', message: expect.stringContaining('Cannot cancel') }]);
  });
});

describe('EventBus.connectors', () => {
  test('takes several connectors of one class that defines an event', () => {
    class Owner extends Connector {
      static readonly events = { 'test/schema': {} };
    }
    expect(() => busOf({ one: Owner, two: Owner })).not.toThrow();
  });

  test('refuses a handler of an event that core has not, and names the nearest', () => {
    // what plain JavaScript lets pass
    const misspelt = defineConnector({ on: { mesure: () => undefined } } as object);
    expect(() => busOf({ a: misspelt })).toThrow(
      expect.objectContaining({
        code: 'EVENT_UNKNOWN',
        message: 'Connector "a" handles "mesure", which is no event of core',
        hint: 'Did you mean "measure"?',
      }),
    );
    const waiting = defineConnector({ on: { 'absent/event': () => undefined } } as object);
    expect(() => busOf({ a: waiting })).not.toThrow();
  });

  test('refuses two connectors that define one event, and names without a slash', () => {
    const other = defineConnector({
      events: {
        'test/ask': async function* () {
          yield;
        },
      },
    });
    expect(() => busOf({ b: other })).toThrow(/"test\/ask" of connector "b" has already been created by "owner"/);
    const adjust = defineConnector({
      events: {
        adjust: async function* () {
          yield;
        },
      },
    });
    expect(() => busOf({ a: adjust })).toThrow(/already been created by "core"/);
  });
});
