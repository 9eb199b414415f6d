import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServoError } from '@servo/core';
import { z } from '@servo/core/config';

const Values = z.record(z.string(), z.union([z.number(), z.string()]));
const StoredSettings = z.strictObject({
  version: z.literal(1),
  component: z.string(),
  settings: Values,
  configured: Values,
  pending: Values.optional(),
});

const elsewhere = ', or name another state directory in SERVO_STATE_DIR';

/** What is known of a program from one start of the servo to the next. */
export interface StoredSettings extends Omit<z.output<typeof StoredSettings>, 'version' | 'pending'> {
  /** The settings of an adjustment that is not finished. */
  readonly pending?: z.output<typeof Values> | undefined;
}

/** The file that holds the settings in force. What was written is on disk when `write` resolves, wholly or not at all. */
export class SettingsFile {
  readonly path: string;

  constructor({ stateDir, name }: { readonly stateDir: string; readonly name: string }) {
    this.path = join(stateDir, 'process', `${encodeURIComponent(name)}.json`);
  }

  /**
   * @throws {@link ServoError} `PROCESS_STATE_CORRUPT` when the file is not what `write` makes, `PROCESS_STATE_UNREADABLE`
   * when the system does not give it.
   */
  async read(): Promise<StoredSettings | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new ServoError(
        'PROCESS_STATE_UNREADABLE',
        `Cannot read the settings in force from ${this.path}: ${error.message}`,
        { hint: `See to it that the servo can read the file and the folders above it${elsewhere}.`, cause: error },
      );
    });
    if (text === undefined) return undefined;
    const { data, error } = StoredSettings.safeParse(this.#parse(text));
    if (error) throw this.#corrupt(z.prettifyError(error), error);
    return data;
  }

  /** @throws {@link ServoError} `PROCESS_STATE_UNWRITABLE` when the system does not take it. */
  async write(stored: StoredSettings): Promise<void> {
    try {
      await this.#replace(stored);
    } catch (error) {
      throw new ServoError(
        'PROCESS_STATE_UNWRITABLE',
        `Cannot store the settings in force in ${this.path}: ${ServoError.from(error).message}`,
        { hint: `Make room on the disk, or see to it that the servo can write there${elsewhere}.`, cause: error },
      );
    }
  }

  async #replace(stored: StoredSettings): Promise<void> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true });
    const text = `${JSON.stringify({ version: 1, ...stored }, undefined, 2)}\n`;
    const next = `${this.path}.next`;
    await synced(next, 'w', (file) => file.writeFile(text));
    await rename(next, this.path);
    await synced(folder, 'r'); // the new name must be on disk as well
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw this.#corrupt('it is not JSON', error);
    }
  }

  #corrupt(why: string, cause: unknown): ServoError {
    return new ServoError('PROCESS_STATE_CORRUPT', `Cannot understand the settings in force in ${this.path}: ${why}`, {
      hint: 'Repair the file, or delete it to begin with the values of servo.yaml.',
      cause,
    });
  }
}

type FileHandle = Awaited<ReturnType<typeof open>>;

async function synced(path: string, flags: string, write?: (file: FileHandle) => Promise<void>): Promise<void> {
  await using file = await open(path, flags, 0o600);
  await write?.(file);
  await file.sync();
}
