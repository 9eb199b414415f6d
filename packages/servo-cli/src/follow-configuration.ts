import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Assembly } from '@servo/core/runtime';
import type { CommandContext } from './command.js';
import { type Configuration, type ConfiguredServo, readConfiguration } from './open-assembly.js';
import { errorText } from './output/error-text.js';
import { paint } from './output/paint.js';

/** What a followed configuration is read with. */
export interface FollowOptions {
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: CommandContext;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

// An editor writes a file in several steps; so many milliseconds after the last one it is read.
const calm = 200;

/**
 * Lets the servos of an assembly follow their file: only those whose document changed begin anew. A file that cannot be
 * used changes nothing, and is told of. The folder is watched, as editors and Kubernetes put a new file in place.
 */
export function followConfiguration(assembly: Assembly, first: Configuration, options: FollowOptions): Disposable {
  const { args, context, signal } = options;
  let present = first;
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const follow = async (): Promise<void> => {
    if (signal.aborted) return;
    try {
      const next = await readConfiguration(args, context);
      const changes = changesOf(present, next);
      present = next;
      await apply(assembly, changes);
    } catch (error) {
      const { terminal } = context;
      terminal.note(`The configuration changed:\n${errorText(error, paint(terminal.beside.colors))}`);
    }
  };
  const onChange = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(follow);
    }, calm);
  };
  const watcher: FSWatcher = watch(dirname(first.path), { signal }, onChange);
  watcher.on('error', (error) => context.terminal.note(`The configuration is no longer followed: ${error.message}`));
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}

interface Changes {
  readonly gone: readonly string[];
  readonly changed: readonly ConfiguredServo[];
  readonly come: readonly ConfiguredServo[];
}

/** What is different between two readings of a configuration. */
export function changesOf(
  { servos: before }: Pick<Configuration, 'servos'>,
  { servos: after }: Pick<Configuration, 'servos'>,
): Changes {
  const earlier = new Map(before.map((servo) => [servo.name, servo]));
  const names = new Set(after.map(({ name }) => name));
  return {
    gone: before.map(({ name }) => name).filter((name) => !names.has(name)),
    changed: after.filter(({ name, written }) => {
      const known = earlier.get(name);
      return known !== undefined && !isDeepStrictEqual(known.written.values, written.values);
    }),
    come: after.filter(({ name }) => !earlier.has(name)),
  };
}

/** Those that come are there before those that go have gone, so that a run goes on while there is something to run. */
async function apply(assembly: Assembly, { gone, changed, come }: Changes): Promise<void> {
  const steps = [
    ...come.map(
      ({ document }) =>
        async () =>
          void (await assembly.addServo(document)),
    ),
    ...changed.map(
      ({ document }) =>
        async () =>
          void (await assembly.replaceServo(document)),
    ),
    ...gone.map((name) => async () => assembly.removeServo(name)),
  ];
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'Not every servo could be changed');
}
