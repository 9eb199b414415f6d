import { hash, randomUUID } from 'node:crypto';
import { constants, copyFile, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ServoError } from '../../errors/servo-error.js';
import { makeFolder } from './make-folder.js';
import { processStartTime } from './process-start-time.js';

// Another process needs no longer than a few milliseconds to remove a stale lock.
const tries = 50;
const shortly = 5;

interface LockHolder {
  readonly pid: number;
  /** Tells a process from a later one with the same pid; empty where it cannot be known. */
  readonly started: string;
  /** Tells a lock from a later one of the same process. */
  readonly id?: string | undefined;
}

/**
 * Takes a state directory for this process; dispose the lock to give it back. A lock whose process is gone is taken over.
 *
 * @throws {@link ServoError} `STATE_LOCKED` when a servo process, this one included, holds the directory,
 * `STATE_UNWRITABLE` when it cannot be written.
 */
export async function lockState(directory: string): Promise<AsyncDisposable> {
  const file = join(directory, 'lock.json');
  const self: LockHolder = { pid: process.pid, started: (await processStartTime(process.pid)) ?? '', id: randomUUID() };
  try {
    await makeFolder(directory);
    await claim(file, self, directory);
  } catch (error) {
    if (error instanceof ServoError) throw error;
    throw new ServoError(
      'STATE_UNWRITABLE',
      `Cannot write to the state directory ${directory}: ${ServoError.from(error).message}`,
      { cause: error, hint: `${remedy(codeOf(error))}, or name another directory in SERVO_STATE_DIR.` },
    );
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if (isSame(await readHolder(file), self)) await rm(file, { force: true });
    },
  };
}

/** The id of another process that has taken a state directory; `undefined` where nobody has. */
export async function stateHolder(directory: string): Promise<number | undefined> {
  const holder = await readHolder(join(directory, 'lock.json'));
  const isOther = typeof holder === 'object' && holder.pid !== process.pid && (await isAlive(holder));
  return isOther ? holder.pid : undefined;
}

function remedy(code: string | undefined): string {
  const isFile = code === 'EEXIST' || code === 'ENOTDIR';
  return isFile
    ? 'A file is where the directory, or one above it, should be: move it away'
    : 'Make the directory writable';
}

async function claim(file: string, self: LockHolder, directory: string): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    if (await create(file, self)) return;
    const holder = await readHolder(file);
    if (typeof holder === 'object' && (await isAlive(holder))) throw locked(directory, holder);
    if (holder !== 'gone') await removeStale(file, { stale: holder, self });
  }
  throw new ServoError('STATE_LOCKED', `Several servo processes are starting on ${directory}`, {
    hint: 'Start one at a time, or give each a directory of its own in SERVO_STATE_DIR.',
    retryable: true,
  });
}

/** Makes the lock at once with its content, so that nobody reads half of it; false where there is one. */
async function create(file: string, self: LockHolder): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(self));
  try {
    await link(draft, file).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      return copyFile(draft, file, constants.COPYFILE_EXCL); // a file system without links
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes a stale lock. Only who holds the guard of that very lock may, and looks again first: otherwise the slower of
 * two would remove the fresh lock of the quicker one.
 */
async function removeStale(
  file: string,
  { stale, self }: { stale: LockHolder | 'damaged'; self: LockHolder },
): Promise<void> {
  const guard = `${file}.${hash('sha256', JSON.stringify(stale)).slice(0, 12)}`;
  if (!(await create(guard, self))) return waitForGuard(guard);
  try {
    if (isSame(await readHolder(file), stale)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Gives the process that removes the stale lock the time to do so; one that died meanwhile loses the guard. */
async function waitForGuard(guard: string): Promise<void> {
  const holder = await readHolder(guard);
  if (typeof holder === 'object' && !(await isAlive(holder))) await rm(guard, { force: true });
  await setTimeout(shortly);
}

async function readHolder(file: string): Promise<LockHolder | 'gone' | 'damaged'> {
  try {
    const { pid, started, id }: Partial<LockHolder> = JSON.parse(await readFile(file, 'utf8'));
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started, id } : 'damaged';
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : 'damaged'; // what cannot be read is held by nobody
  }
}

function isSame(one: LockHolder | 'gone' | 'damaged', other: LockHolder | 'damaged'): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.pid === other.pid && one.started === other.started && one.id === other.id;
}

async function isAlive({ pid, started }: LockHolder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = await processStartTime(pid);
  return started === '' || now === undefined || now === started;
}

function locked(directory: string, { pid }: LockHolder): ServoError {
  return new ServoError('STATE_LOCKED', `Process ${pid} already runs a servo on ${directory}`, {
    hint: `Stop it (kill ${pid}), or give this one a directory of its own in SERVO_STATE_DIR.`,
  });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code; // what Node throws
}
