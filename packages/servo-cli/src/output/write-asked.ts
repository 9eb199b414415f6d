import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ServoError } from '@servo/core';

/**
 * Writes a file that the user has named, and its folder where there is none.
 *
 * @throws {@link ServoError} `USAGE_INVALID` where it cannot be written.
 */
export async function writeAsked(path: string, text: string, flag: 'w' | 'a' = 'w'): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // of the file system
    throw new ServoError('USAGE_INVALID', `Cannot write ${path} (${code})`, {
      cause,
      hint: 'Name another file, or let servo write there.',
    });
  }
}
