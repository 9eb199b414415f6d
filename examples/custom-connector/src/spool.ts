import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a spool folder holds at one moment. */
export interface Spool {
  readonly files: number;
  readonly bytes: number;
  /** When the file was written that has waited longest, in milliseconds since the Unix epoch. */
  readonly oldest?: number | undefined;
}

/** Looks into a folder; folders in it do not count. */
export async function readSpool(path: string, signal: AbortSignal): Promise<Spool> {
  const entries = await readdir(path, { withFileTypes: true });
  signal.throwIfAborted();
  const found = await Promise.all(entries.filter((entry) => entry.isFile()).map(({ name }) => fileIn(path, name)));
  signal.throwIfAborted();
  const files = found.filter((file) => file !== undefined);
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(files.length > 0 && { oldest: Math.min(...files.map(({ written }) => written)) }),
  };
}

async function fileIn(path: string, name: string): Promise<{ bytes: number; written: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(join(path, name));
    return { bytes: size, written: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // taken since the folder was read
    throw error;
  }
}
