import { chmod, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { ServoError } from '../../errors/servo-error.js';

/** A file that log messages go to. */
export interface LogFile extends AsyncDisposable {
  readonly stream: Writable;
}

/** How {@link openLogFile} keeps a file from filling the disk. */
export interface LogFileOptions {
  /** In bytes; then the file is set aside as `<path>.1`, the one before as `<path>.2` … @default 10 MiB */
  readonly size?: number;
  /** How many files that were set aside are kept. @default 5 */
  readonly keep?: number;
  /** Told once when the file can no longer be written, as when the disk is full: what is logged is lost then. */
  readonly onError: (error: ServoError) => void;
}

const ownerOnly = 0o600;

/**
 * Opens a log file, and goes on where it ends. Only its owner may read it, unless it was there and is another user's.
 *
 * @throws {@link ServoError} `LOG_FILE_INVALID` when it cannot be written.
 */
export async function openLogFile(path: string, options: LogFileOptions): Promise<LogFile> {
  const { size = 10 * 1024 ** 2, keep = 5, onError } = options;
  await hide(path);
  const { createStream } = await import('rotating-file-stream'); // seldom asked for
  const stream = createStream(basename(path), { path: dirname(path), size: `${size}B`, rotate: keep, mode: ownerOnly });
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', (error) => reject(unusable(path, error)));
  });
  stream.once('error', (error) => onError(unusable(path, error)));
  stream.on('error', () => {}); // told once
  return {
    stream,
    [Symbol.asyncDispose]: () => new Promise((resolve) => stream.end(resolve)),
  };
}

/** Takes from others the right to read a file that was there, as far as it is this user's. */
async function hide(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined); // it is about to be made, or whoever opens it says why not
  if (!found?.isFile() || found.uid !== process.getuid?.() || (found.mode & 0o777) === ownerOnly) return;
  await chmod(path, ownerOnly).catch((error: Error) => {
    throw unusable(path, error);
  });
}

function unusable(path: string, cause: Error): ServoError {
  return new ServoError('LOG_FILE_INVALID', `Cannot write the log file ${path}: ${cause.message}`, {
    cause,
    hint: 'Name a file in a folder that this user can write.',
  });
}
