import { readFile, writeFile } from 'node:fs/promises';
import { ServoError } from '@servo/core';
import type { Launch } from './launch.js';

/**
 * Writes the files that carry settings.
 *
 * @throws {@link ServoError} `SETTING_FILE_FOREIGN` when one holds anything else, which would be lost.
 */
export async function writeSettingFiles({ files, fileFormats }: Launch): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await assertOwn(path, fileFormats[path] ?? []);
    await writeFile(path, text);
  }
}

/** @throws {@link ServoError} `SETTING_FILE_FOREIGN` when a file holds anything but lines of settings. */
export async function assertOwn(path: string, formats: readonly string[]): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const foreign = lines.find((line) => !formats.some((format) => patternOf(format).test(line)));
  if (foreign === undefined) return;
  throw new ServoError(
    'SETTING_FILE_FOREIGN',
    `Expected ${path} to hold settings only, found "${foreign.slice(0, 80)}"`,
    {
      hint: 'It is written anew before each start; move it away, or name another path.',
    },
  );
}

function patternOf(format: string): RegExp {
  const literal = format.split('{value}').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join('.*')}$`);
}
