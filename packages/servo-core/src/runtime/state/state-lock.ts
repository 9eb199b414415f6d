import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ServoError } from '../../errors/servo-error.js';
import { processStartTime } from './process-start-time.js';

interface LockHolder {
  readonly pid: number;
  /** Tells a process from a later one with the same pid; empty where it cannot be known. */
  readonly started: string;
}

/**
 * Takes a state directory for this process; dispose the lock to give it back. A lock whose process is gone is taken over.
 *
 * @throws {@link ServoError} `STATE_LOCKED` when another servo process holds the directory, `STATE_UNWRITABLE` when it
 * cannot be written.
 */
export async function lockState(directory: string): Promise<AsyncDisposable> {
  const file = join(directory, 'lock.json');
  try {
    await mkdir(directory, { recursive: true });
    await claim(file, directory);
  } catch (error) {
    if (error instanceof ServoError) throw error;
    throw new ServoError(
      'STATE_UNWRITABLE',
      `Cannot write to the state directory ${directory}: ${ServoError.from(error).message}`,
      {
        cause: error,
        hint: 'Make the directory writable, or name another one in SERVO_STATE_DIR.',
      },
    );
  }
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

async function claim(file: string, directory: string): Promise<void> {
  const self: LockHolder = { pid: process.pid, started: (await processStartTime(process.pid)) ?? '' };
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await create(file, self);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // what node:fs throws
    }
    const holder = await readHolder(file);
    if (holder && (await isAlive(holder))) throw locked(directory, holder);
    await rm(file, { force: true });
  }
  throw new ServoError('STATE_LOCKED', `Several servo processes are starting on ${directory}`, { retryable: true });
}

// Apart from the loop: esbuild lowers `using` to variables that would keep a failed turn's error for the next.
async function create(file: string, self: LockHolder): Promise<void> {
  await using handle = await open(file, 'wx');
  await handle.writeFile(JSON.stringify(self));
}

async function readHolder(file: string): Promise<LockHolder | undefined> {
  try {
    const { pid, started }: Partial<LockHolder> = JSON.parse(await readFile(file, 'utf8'));
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined; // gone by now, or cut off by a crash: nobody holds it
  }
}

async function isAlive({ pid, started }: LockHolder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // what process.kill throws
  }
  const now = await processStartTime(pid);
  return started === '' || now === undefined || now === started;
}

function locked(directory: string, { pid }: LockHolder): ServoError {
  return new ServoError('STATE_LOCKED', `Process ${pid} already runs a servo on ${directory}`, {
    hint: `Stop it (kill ${pid}), or give this one a directory of its own in SERVO_STATE_DIR.`,
  });
}
