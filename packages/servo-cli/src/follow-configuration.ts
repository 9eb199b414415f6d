import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
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
  /** Throws what speaks against an edit, before anything is changed. */
  readonly admit?: ((configuration: Configuration) => Promise<void>) | undefined;
}

// An editor writes a file in several steps; so many milliseconds after the last one it is read.
const calm = 200;

/**
 * Lets the servos of an assembly follow their file: only those whose document changed begin anew. A file that cannot be
 * used changes nothing, and is told of. The folder is watched, as editors and Kubernetes put a new file in place.
 */
export function followConfiguration(assembly: Assembly, first: Configuration, options: FollowOptions): AsyncDisposable {
  const { args, context, signal } = options;
  const present = new Map(first.servos.map((servo) => [servo.name, servo]));
  let seen: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const follow = async (): Promise<void> => {
    // other files of the folder change as well, among them perhaps the one that the complaints go to
    const text = await readFile(first.path, 'utf8').catch(() => ''); // whoever reads it next says why it cannot be
    if (signal.aborted || text === seen) return;
    seen = text;
    try {
      const configuration = await readConfiguration(args, context);
      await options.admit?.(configuration);
      await apply(assembly, present, changesOf([...present.values()], configuration.servos));
    } catch (error) {
      const { terminal } = context;
      const { beside } = terminal;
      const text = errorText(error, paint(beside.colors), beside.columns);
      terminal.complain(`The configuration changed:\n${text}`);
    }
  };
  const onChange = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(follow);
    }, calm);
  };
  const watcher = watch(dirname(first.path), onChange);
  watcher.on('error', (error) =>
    context.terminal.complain(`The configuration is no longer followed: ${error.message}`),
  );
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(timer);
      watcher.close();
      await work;
    },
  };
}

/** What an edit means for the servos that there are. */
export interface Changes {
  readonly gone: readonly ConfiguredServo[];
  readonly changed: readonly ConfiguredServo[];
  readonly come: readonly ConfiguredServo[];
}

/** What is different between two readings of a configuration. */
export function changesOf(before: readonly ConfiguredServo[], after: readonly ConfiguredServo[]): Changes {
  const earlier = new Map(before.map((servo) => [servo.name, servo]));
  const names = new Set(after.map(({ name }) => name));
  return {
    gone: before.filter(({ name }) => !names.has(name)),
    changed: after.filter(({ name, written }) => {
      const known = earlier.get(name);
      return known !== undefined && !isDeepStrictEqual(known.written.values, written.values);
    }),
    come: after.filter(({ name }) => !earlier.has(name)),
  };
}

/**
 * Brings an assembly to an edit, and writes down what succeeded. Those that come are there before those that go have gone,
 * so that a run goes on while there is something to run.
 */
async function apply(
  assembly: Assembly,
  present: Map<string, ConfiguredServo>,
  { gone, changed, come }: Changes,
): Promise<void> {
  const failures: unknown[] = [];
  const each = async (servos: readonly ConfiguredServo[], change: (servo: ConfiguredServo) => Promise<unknown>) => {
    for (const servo of servos) await change(servo).catch((error: unknown) => failures.push(error));
  };
  await each(come, async (servo) => {
    await assembly.addServo(servo.document);
    present.set(servo.name, servo);
  });
  await each(changed, async (servo) => {
    await assembly.replaceServo(servo.document);
    present.set(servo.name, servo);
  });
  await each(gone, async ({ name }) => {
    present.delete(name);
    await assembly.removeServo(name);
  });
  if (failures.length > 0) throw new AggregateError(failures, 'Not every servo could be changed');
}
