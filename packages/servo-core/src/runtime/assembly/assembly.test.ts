import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { assembleTexts, documentOf, FakeOptimizers } from '../../../test/support/assembly.js';
import type { StudyReport, TrialReport } from '../../optimizer/study-report.js';
import type { ServoEvent } from '../runner/servo-event.js';
import { Shutdown } from '../runner/shutdown.js';
import { Assembly } from './assembly.js';
import type { Member } from './member.js';
import type { AssembleOptions } from './assemble-options.js';

/** Makes an assembly whose time stands still and whose messages are kept. */
async function assembled(texts: readonly string[], options: Partial<AssembleOptions> = {}) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  return { clock, logger, ...(await assembleTexts(texts, { clock, logger, ...options })) };
}

const servo = (name: string, more = ''): string => `name: ${name}\noptimizer: {minimize: price}\n${more}`;

function report(study: string): StudyReport {
  const running: TrialReport = {
    number: 0,
    cause: 'baseline',
    why: '',
    settings: {},
    constraints: [],
    verdict: 'met',
    measurements: 1,
    finishedAt: 0,
  };
  return {
    study,
    conclusion: 'present-is-best',
    summary: '',
    currency: '$',
    running,
    left: 'unchanged',
    trials: [],
  };
}

interface Running extends Awaited<ReturnType<typeof assembled>> {
  readonly optimizers: FakeOptimizers;
  readonly events: readonly ServoEvent[];
  readonly stop: () => void;
  readonly done: Promise<readonly StudyReport[]>;
  /** The servos that have ended, and why. */
  readonly ended: () => Readonly<Record<string, string>>;
}

/** Runs servos; `begun` names those that are to be connected before the test goes on. */
async function running(
  texts: readonly string[],
  {
    exitWhenDone = false,
    begun = texts.map((text) => /^name: (.*)/.exec(text)?.[1] ?? ''),
    ...options
  }: Partial<AssembleOptions> & { readonly exitWhenDone?: boolean; readonly begun?: readonly string[] } = {},
): Promise<Running> {
  const optimizers = new FakeOptimizers();
  const events: ServoEvent[] = [];
  const observe = (event: ServoEvent): void => void events.push(event);
  const parts = await assembled(texts, { optimizer: optimizers.factory, observe, ...options });
  const stop = new AbortController();
  const done = parts.assembly.run({ signal: stop.signal, exitWhenDone });
  done.catch(() => {}); // looked at by the tests that expect a failure
  await vi.waitFor(() => expect(connected(events)).toEqual(begun));
  return {
    ...parts,
    optimizers,
    events,
    done,
    stop: () => stop.abort(new Shutdown('test')),
    ended: () =>
      Object.fromEntries(events.flatMap((each) => (each.type === 'stopped' ? [[each.servo, each.reason]] : []))),
  };
}

const connected = (events: readonly ServoEvent[]): readonly string[] =>
  events
    .filter(({ type }) => type === 'connected')
    .map((each) => each.servo)
    .toSorted();

describe('Assembly.run()', () => {
  test('running says whether the run is under way', async () => {
    const { assembly, stop, done } = await running([servo('a')]);
    expect(assembly.running).toBe(true);
    stop();
    await done;
    expect(assembly.running).toBe(false);
  });

  test('runs all servos until the signal aborts', async () => {
    const { stop, done, ended } = await running([servo('a'), servo('b')]);
    stop();
    expect(await done).toEqual([]);
    expect(ended()).toEqual({ a: 'test', b: 'test' });
  });

  test('gives each optimizer what belongs to its servo', async () => {
    const { optimizers, stateDir, events } = await running([servo('a'), servo('b')], { newStudy: true });
    expect(optimizers.opened.map((each) => [each.servo, each.stateDir, each.newStudy, each.config.minimize])).toEqual([
      ['a', join(stateDir, 'a'), true, 'price'],
      ['b', join(stateDir, 'b'), true, 'price'],
    ]);
    optimizers.opened[1]?.observe({ type: 'study-started', study: 's', resumed: false, trials: 0 });
    expect(events.at(-1)).toMatchObject({ type: 'study', servo: 'b', event: { type: 'study-started' } });
    expect(optimizers.opened[0]?.confirm).toBeUndefined();
  });

  test('asks for a servo whether to keep what its study recommends', async () => {
    const { optimizers } = await running([servo('a')], { confirm: async (name) => name === 'a' });
    expect(await optimizers.opened[0]?.confirm?.(report('s'))).toBe(true);
  });

  test('ends with the studies when it is to, and answers their reports', async () => {
    const { optimizers, done, ended } = await running([servo('a'), servo('b')], { exitWhenDone: true });
    optimizers.end('b').resolve(report('of b'));
    await vi.waitFor(() => expect(ended()).toEqual({ b: 'study done' }));
    optimizers.end('a').resolve(report('of a'));
    expect((await done).map(({ study }) => study)).toEqual(['of a', 'of b']);
    expect(ended()).toEqual({ a: 'study done', b: 'study done' });
  });

  test('goes on after a study otherwise, and answers its report in the end', async () => {
    const { optimizers, stop, done, ended, clock } = await running([servo('a')]);
    optimizers.end('a').resolve(report('of a'));
    await optimizers.end('a').promise;
    await clock.advance(0);
    expect(ended()).toEqual({});
    stop();
    expect(await done).toMatchObject([{ study: 'of a' }]);
  });

  test.for([true, false])(
    'ends a servo whose study fails, and not the others (exitWhenDone: %j)',
    async (exitWhenDone) => {
      const { optimizers, stop, done, ended } = await running([servo('a'), servo('b')], { exitWhenDone });
      optimizers.end('a').reject(new Error('the store is gone'));
      await vi.waitFor(() => expect(ended()).toEqual({ a: 'study failed' }));
      stop();
      await expect(done).rejects.toThrow('the store is gone');
      expect(ended()).toEqual({ a: 'study failed', b: 'test' });
    },
  );

  test('tells at once which servo failed, while the others run', async () => {
    const { optimizers, stop, done, logger } = await running([servo('a'), servo('b')]);
    optimizers.end('a').reject(new Error('the store is gone'));
    await vi.waitFor(() => expect(logger.messages('critical')).toEqual(['The servo "a" failed: the store is gone']));
    stop();
    await expect(done).rejects.toThrow('the store is gone');
  });

  test('throws all failures where several servos failed', async () => {
    const { optimizers, done } = await running([servo('a'), servo('b')]);
    optimizers.end('b').reject(new Error('no b'));
    optimizers.end('a').reject(new Error('no a'));
    await expect(done).rejects.toMatchObject({ errors: [{ message: 'no a' }, { message: 'no b' }] });
  });

  test('ends a servo that cannot start, and not the others', async () => {
    const { stop, done, ended } = await running(['name: a\n', servo('b', 'trace: {fail: startup}\n'), servo('c')], {
      begun: ['b', 'c'],
    });
    await vi.waitFor(() => expect(Object.keys(ended())).toEqual(['b']));
    stop();
    await expect(done).rejects.toMatchObject({ errors: [{ code: 'OPTIMIZER_MISSING' }, expect.any(Error)] });
    expect(ended()).toMatchObject({ c: 'test' });
  });

  test('fails where an embedded optimizer is asked for and none is given', async () => {
    const { done } = await running([servo('a')], { optimizer: undefined, begun: [] });
    await expect(done).rejects.toMatchObject({
      code: 'OPTIMIZER_NOT_INSTALLED',
      hint: 'npm install --save-exact @servo/optimizer',
    });
  });

  test('sends what a remote optimizer is asked, with its token', async () => {
    const requests: Request[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      requests.push(request);
      return Response.json({ status: 'ok', cmd: 'SLEEP', param: { duration: 60 } });
    };
    await running(['optimizer: {id: example.com/app, token: t, base_url: "http://o"}\n'], {
      fetch,
      begun: ['example.com/app'],
    });
    expect(requests.map(({ url, headers }) => [url, headers.get('authorization')])).toContainEqual([
      'http://o/accounts/example.com/applications/app/servo',
      'Bearer t',
    ]);
  });

  test('is not run twice at once', async () => {
    const { assembly, stop, done } = await running([servo('a')]);
    await expect(assembly.run({ signal: new AbortController().signal })).rejects.toMatchObject({
      code: 'SERVO_RUNNING',
    });
    stop();
    await done;
    const again = new AbortController();
    again.abort(new Shutdown('again'));
    expect(await assembly.run({ signal: again.signal })).toEqual([]);
  });

  test('is over at once where there is no servo', async () => {
    const { assembly } = await assembled([]);
    expect(await assembly.run({ signal: new AbortController().signal })).toEqual([]);
  });
});

describe('Assembly.addServo() and removeServo()', () => {
  test('start and end a servo while the others run', async () => {
    const { assembly, events, logger, ended, ...parts } = await running([servo('a')]);
    await assembly.addServo(await documentOf(servo('b', 'trace: {}\n')));
    await vi.waitFor(() => expect(logger.messages('info')).toEqual(['attach', 'startup']));
    expect(connected(events)).toEqual(['a', 'b']);
    await assembly.removeServo('b');
    expect(ended()).toEqual({ b: 'shutdown' });
    expect(logger.messages('info')).toEqual(['attach', 'startup', 'shutdown', 'detach']);
    expect(assembly.servos.map(({ name }) => name)).toEqual(['a']);
    parts.stop();
    expect(await parts.done).toEqual([]);
  });

  test('let a name be used again once its servo is gone', async () => {
    const { assembly, optimizers, events } = await running([servo('a'), servo('b')]);
    await expect(assembly.addServo(await documentOf(servo('a')))).rejects.toMatchObject({ code: 'SERVO_NAME_TAKEN' });
    await assembly.removeServo('a');
    expect(optimizers.closed).toEqual(['a']);
    await assembly.addServo(await documentOf(servo('a')));
    await vi.waitFor(() => expect(connected(events)).toEqual(['a', 'a', 'b']));
  });

  test('leave the assembly as it was when a servo cannot be made', async () => {
    const { assembly } = await assembled([servo('a')]);
    const broken = await documentOf(servo('b', 'trace: {fail: attach}\n'));
    await expect(assembly.addServo(broken)).rejects.toThrow('no attach');
    expect(assembly.servos.map(({ name }) => name)).toEqual(['a']);
    await assembly.addServo(await documentOf(servo('b')));
    expect(assembly.servos.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('replace a servo, the only one too, without an end of the run', async () => {
    const { assembly, logger, done, stop, ended } = await running([servo('a', 'trace: {}\n')]);
    await assembly.replaceServo(await documentOf(servo('a', 'trace: {workers: 2}\n')));
    await vi.waitFor(() => expect(logger.messages('info').slice(-2)).toEqual(['attach', 'startup']));
    expect(ended()).toEqual({ a: 'shutdown' });
    stop();
    expect(await done).toEqual([]);
  });

  test('leave a servo alone that is not to be replaced by what cannot be used', async () => {
    const { assembly, logger, ended } = await running([servo('a', 'trace: {}\n')]);
    const wrong = await documentOf(servo('a', 'trace: {workers: many}\n'));
    await expect(assembly.replaceServo(wrong)).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
    expect([ended(), logger.messages('info')]).toEqual([{}, ['attach', 'startup']]);
  });

  test('bring a servo back as it was when the one in its place cannot be attached', async () => {
    const { assembly, events } = await running([servo('a', 'trace: {}\n')]);
    const broken = await documentOf(servo('a', 'trace: {fail: attach}\n'));
    await expect(assembly.replaceServo(broken)).rejects.toThrow('no attach');
    await vi.waitFor(() => expect(connected(events)).toEqual(['a', 'a']));
  });

  test('know when there is nothing to remove', async () => {
    const { assembly } = await assembled([]);
    await expect(assembly.removeServo('a')).resolves.toBeUndefined();
  });
});

describe('Assembly[Symbol.asyncDispose]()', () => {
  test('ends what runs, and closes the optimizers', async () => {
    const { assembly, optimizers, done, ended } = await running([servo('a'), servo('b')]);
    await assembly[Symbol.asyncDispose]();
    expect(ended()).toEqual({ a: 'shutdown', b: 'shutdown' });
    expect(await done).toEqual([]);
    expect(optimizers.closed.toSorted()).toEqual(['a', 'b']);
  });

  test('waits for a servo that comes and one that goes, and closes everything once', async () => {
    const closed: string[] = [];
    const closing = (name: string): AsyncDisposable => ({
      [Symbol.asyncDispose]: async () => {
        await Promise.resolve();
        closed.push(name);
      },
    });
    const coming = Promise.withResolvers<void>();
    const assembly = new Assembly({
      check: async () => {},
      create: async ({ name = '' }) => {
        if (name === 'b') await coming.promise;
        return Object.assign(closing(name), { servo: { name }, stop: () => {} }) as unknown as Member; // enough of one
      },
      resources: [closing('lock')],
    });
    await assembly.addServo(await documentOf(servo('a')));
    const [added, removed] = [assembly.addServo(await documentOf(servo('b'))), assembly.removeServo('a')];
    const disposed = [assembly[Symbol.asyncDispose](), assembly[Symbol.asyncDispose]()];
    coming.resolve();
    await Promise.all([...disposed, added, removed]);
    expect(closed).toEqual(['a', 'b', 'lock']);
  });

  test('closes everything, and tells what failed to close', async () => {
    const { logger } = await assembled([]);
    const closed: string[] = [];
    const failing = (name: string): AsyncDisposable => ({
      [Symbol.asyncDispose]: async () => {
        closed.push(name);
        throw new Error(`${name} is stuck`);
      },
    });
    const member = Object.assign(failing('a'), { servo: { name: 'a' }, stop: () => {} });
    const assembly = new Assembly({
      check: async () => {},
      create: async () => member as unknown as Member, // as much of one as an assembly needs
      resources: [failing('network'), failing('lock')],
      logger,
    });
    await assembly.addServo(await documentOf(servo('a')));
    await assembly[Symbol.asyncDispose]();
    await expect(assembly.addServo(await documentOf(servo('b')))).rejects.toMatchObject({ code: 'ASSEMBLY_DISPOSED' });
    expect(closed).toEqual(['a', 'network', 'lock']);
    expect(logger.messages('error')).toEqual([
      'The servo "a" failed to close: a is stuck',
      'A resource failed to close: network is stuck',
      'A resource failed to close: lock is stuck',
    ]);
  });
});
