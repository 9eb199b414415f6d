import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { Connector } from '../../connector/connector.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import type { ServoView } from '../../connector/current-context.js';
import { defineConnector } from '../../connector/define-connector.js';
import type { EventContext } from '../../events/event-context.js';
import { on } from '../../events/on.js';
import { ConnectorRoster } from './connector-roster.js';

type Step = 'attach' | 'startup' | 'shutdown' | 'detach';
type Act = (context: EventContext) => unknown;

/** A roster of a servo without a loop, and what its connectors were told. */
function roster({ running = false } = {}) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const seen: string[] = [];
  const state = { running };
  const unused = async (): Promise<void> => {};
  const view: ServoView = { name: 'web', connectors: [], addConnector: unused, removeConnector: unused };
  const made = new ConnectorRoster({
    clock,
    logger,
    env: {},
    cwd: '.',
    stateDir: '.',
    patience: 1_000,
    servo: view,
    running: () => state.running,
  });
  /** A connector that notes each step, and does something in it. */
  const noting = (name: string, acts: Partial<Record<Step, Act>> = {}): ConnectorClass => {
    const note = (step: Step) => async (_: unknown, context: EventContext) => {
      seen.push(`${name} ${step}`);
      await acts[step]?.(context);
      return undefined;
    };
    const steps = { attach: note('attach'), startup: note('startup'), shutdown: note('shutdown') };
    return defineConnector({ on: { ...steps, detach: note('detach') } });
  };
  const add = (name: string, acts: Partial<Record<Step, Act>> = {}) =>
    made.add({ name, type: noting(name, acts), config: {} });
  onTestFinished(() => made[Symbol.asyncDispose]());
  return { roster: made, seen, state, add, clock, logger };
}

/** Something to wait for until the test opens it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

describe('ConnectorRoster.remove()', () => {
  test('in the attach of the connector itself takes place once it has ended', async () => {
    const { roster: all, seen, add } = roster();
    await add('a', { attach: () => all.remove('a') });
    await expect.poll(() => all.names).toEqual([]);
    expect(seen).toEqual(['a attach', 'a detach']);
  });

  test('of a parent in the attach of its child does not wait for itself', async () => {
    const { roster: all, seen, add } = roster();
    await add('parent', { startup: () => add('child', { attach: () => all.remove('parent') }) });
    await all.startup();
    await expect.poll(() => all.names).toEqual([]);
    expect(seen.filter((each) => each.endsWith('detach'))).toEqual(['child detach', 'parent detach']);
  });

  test('tells a connector of its end once, however many ask for it', async () => {
    const { roster: all, seen, add } = roster({ running: true });
    const leaving = gate();
    await add('a', { detach: () => leaving.opened });
    const removals = [all.remove('a'), all.remove('a')];
    leaving.open();
    await Promise.all(removals);
    expect(seen).toEqual(['a attach', 'a startup', 'a shutdown', 'a detach']);
  });

  test('waits until a connector has come', async () => {
    const { roster: all, seen, add } = roster();
    const attaching = gate();
    const added = add('a', { attach: () => attaching.opened });
    await expect.poll(() => seen).toEqual(['a attach']);
    const removed = all.remove('a');
    attaching.open();
    await Promise.all([added, removed]);
    expect(seen).toEqual(['a attach', 'a detach']);
  });
});

describe('ConnectorRoster.startup()', () => {
  test('leaves a connector that is being attached to start by itself, once', async () => {
    const { roster: all, seen, state, add } = roster();
    const attaching = gate();
    const added = add('late', { attach: () => attaching.opened });
    await expect.poll(() => seen).toEqual(['late attach']);
    state.running = true;
    await all.startup();
    expect(seen).toEqual(['late attach']);
    attaching.open();
    await added;
    expect(seen).toEqual(['late attach', 'late startup']);
  });
});

describe('ConnectorRoster.shutdown()', () => {
  test('aborts what is still being attached, and stops what was started', async () => {
    const { roster: all, seen, state, add } = roster({ running: true });
    await add('a');
    const added = add('late', {
      attach: async ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const failed = expect(added).rejects.toMatchObject({ code: 'SERVO_ENDING' });
    await expect.poll(() => seen.at(-1)).toBe('late attach');
    state.running = false;
    await all.shutdown();
    await failed;
    expect(seen).toEqual(['a attach', 'a startup', 'late attach', 'a shutdown']);
    expect(all.names).toEqual(['a']);
  });
});

describe('ConnectorRoster.send()', () => {
  test('asks nobody who is still being attached', async () => {
    const { roster: all, seen, add } = roster();
    const attaching = gate();
    const asked: string[] = [];
    const type = defineConnector({
      on: {
        attach: async () => {
          seen.push('attaching');
          await attaching.opened;
        },
        metrics: () => {
          asked.push('late');
          return [];
        },
      },
    });
    await add('a');
    const added = all.add({ name: 'late', type, config: {} });
    await expect.poll(() => seen.at(-1)).toBe('attaching');
    await all.send('metrics', undefined, {});
    expect(asked).toEqual([]);
    attaching.open();
    await added;
    await all.send('metrics', undefined, {});
    expect(asked).toEqual(['late']);
  });
});

describe('ConnectorRoster.detach()', () => {
  test('during a removal tells nobody twice', async () => {
    const { roster: all, seen, add } = roster();
    const leaving = gate();
    await add('a', { detach: () => leaving.opened });
    const removed = all.remove('a');
    await expect.poll(() => seen.at(-1)).toBe('a detach');
    const detached = all.detach();
    leaving.open();
    await Promise.all([removed, detached]);
    expect(seen).toEqual(['a attach', 'a detach']);
  });
});

describe('a connector that is made anew', () => {
  /** Hangs in its first `startup`, and has its next instance do something in `attach`. */
  const stubborn = (again: () => unknown): ConnectorClass => {
    let made = 0;
    class Stubborn extends Connector {
      readonly #number = ++made;
      @on('attach') async attach(): Promise<void> {
        if (this.#number > 1) await again();
      }
      @on('check') async hang(): Promise<readonly []> {
        if (this.#number === 1) await new Promise(() => {});
        return [];
      }
    }
    return Stubborn as ConnectorClass; // it looks at no configuration
  };

  async function lost({ roster: all, clock }: ReturnType<typeof roster>): Promise<void> {
    const stop = new AbortController();
    const sent = all.send('check', {}, { signal: stop.signal, settle: true });
    await clock.advance(0);
    stop.abort(new Error('enough'));
    await clock.until(sent.catch(() => {}));
  }

  test('may remove itself meanwhile', async () => {
    const given = roster();
    const { roster: all } = given;
    await all.add({ name: 'a', type: stubborn(() => all.remove('a')), config: {} });
    await lost(given);
    await all.settled();
    await expect.poll(() => all.names).toEqual([]);
  });

  test('may be removed by others meanwhile', async () => {
    const given = roster();
    const { roster: all } = given;
    const attaching = gate();
    await all.add({ name: 'a', type: stubborn(() => attaching.opened), config: {} });
    await lost(given);
    const removed = all.remove('a');
    attaching.open();
    await removed;
    expect(all.names).toEqual([]);
  });
});

test('ConnectorRoster adds nothing once it was disposed', async () => {
  const { roster: all, seen, add } = roster();
  await all[Symbol.asyncDispose]();
  await expect(add('a')).rejects.toMatchObject({ code: 'SERVO_ENDING' });
  expect(seen).toEqual([]);
});
