import { constants, copyFile, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServoError } from '../../errors/servo-error.js';
import { processStartTime } from './process-start-time.js';

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
    await mkdir(directory, { recursive: true });
    await claim(file, self, directory);
  } catch (error) {
    if (error instanceof ServoError) throw error;
    throw new ServoError(
      'STATE_UNWRITABLE',
      `Cannot write to the state directory ${directory}: ${ServoError.from(error).message}`,
      { cause: error, hint: 'Make the directory writable, or name another one in SERVO_STATE_DIR.' },
    );
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if (isSame(await readHolder(file), self)) await rm(file, { force: true });
    },
  };
}

async function claim(file: string, self: LockHolder, directory: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(file, self)) return;
    const holder = await readHolder(file);
    if (holder && (await isAlive(holder))) throw locked(directory, holder);
    await removeStale(file, holder);
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

/** Moves a stale lock away; what turns out to be a fresh one of a quicker process is put back. */
async function removeStale(file: string, stale: LockHolder | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return; // a quicker process did it
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved && !isSame(moved, stale)) await copyFile(aside, file, constants.COPYFILE_EXCL).catch(() => {}); // somebody else has it by now
  await rm(aside, { force: true });
}

async function readHolder(file: string): Promise<LockHolder | undefined> {
  try {
    const { pid, started, id }: Partial<LockHolder> = JSON.parse(await readFile(file, 'utf8'));
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started, id } : undefined;
  } catch {
    return undefined; // gone by now, or damaged: nobody holds it
  }
}

function isSame(one: LockHolder | undefined, other: LockHolder | undefined): boolean {
  return one?.pid === other?.pid && one?.started === other?.started && one?.id === other?.id;
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
