import { type FileHandle, mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ServoError } from '../../errors/servo-error.js';
import type { Clock } from '../../time/clock.js';
import type { JournalEntry, JournalPhase, SettingValues } from './journal-entry.js';
import { parseJournal } from './parse-journal.js';

/** A change about to be made. */
export interface Intent {
  readonly commandUid?: string | undefined;
  readonly before: SettingValues;
  readonly after: SettingValues;
}

/**
 * What one servo did to its target, on disk before it is done, so that it can be taken back after a crash.
 *
 * A file of JSON lines. `restorePoint` holds the values that were in force before the first change that has not been
 * restored or promoted since.
 */
export class Journal implements AsyncDisposable {
  /** Open from the first change on: most of a thousand servos never make one. */
  #file: FileHandle | undefined;
  readonly #path: string;
  readonly #clock: Clock;
  /** Of the whole lines, in bytes. */
  #length: number;
  #epoch: number;
  #open: JournalEntry | undefined;
  #restorePoint: SettingValues | undefined;

  private constructor(options: { path: string; clock: Clock; entries: readonly JournalEntry[]; length: number }) {
    this.#path = options.path;
    this.#clock = options.clock;
    this.#length = options.length;
    this.#epoch = options.entries.at(-1)?.epoch ?? 0;
    for (const entry of options.entries) this.#take(entry);
  }

  /**
   * Reads the journal, and shortens it where nothing is left to take back.
   *
   * @throws {@link ServoError} `JOURNAL_CORRUPT` when it is not as it was written, `JOURNAL_UNREADABLE` when the file cannot
   * be read.
   */
  static async open(path: string, clock: Clock): Promise<Journal> {
    const text = await read(path);
    const { entries, whole } = parseJournal(text, path);
    const pending = entries.reduce((point, entry) => entry.phase === 'intended' || (point && !ends(entry)), false);
    const keep = pending ? whole : '';
    const length = Buffer.byteLength(keep);
    if (keep !== text)
      await truncate(path, length).catch((error: unknown) => {
        throw unwritable(path, error, nothingChanged);
      });
    return new Journal({ path, clock, entries, length });
  }

  /** The values to go back to; `undefined` when the present ones are as they should be. */
  get restorePoint(): SettingValues | undefined {
    return this.#restorePoint;
  }

  /** Whether the last change was neither settled nor taken back: what is in force is not known. */
  get unsettled(): boolean {
    return this.#open?.phase === 'intended' || this.#open?.phase === 'applied';
  }

  /** Records what is about to be done; it is on disk when this resolves. */
  async intend({ commandUid, before, after }: Intent): Promise<void> {
    this.#epoch += 1;
    await this.#write({ phase: 'intended', cmd_uid: commandUid ?? null, before, after });
  }

  /** Records how far the change is. */
  async mark(phase: Exclude<JournalPhase, 'intended'>): Promise<void> {
    const { cmd_uid, before, after } = this.#open ?? { cmd_uid: null, before: {}, after: {} };
    await this.#write({ phase, cmd_uid, before, after });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
  }

  async #write(part: Omit<JournalEntry, 'epoch' | 'time'>): Promise<void> {
    const entry: JournalEntry = { epoch: this.#epoch, time: this.#clock.now(), ...part };
    const line = `${JSON.stringify(entry)}\n`;
    try {
      this.#file ??= await openForAppending(this.#path);
      await this.#file.appendFile(line);
      if (entry.phase === 'intended') await this.#file.datasync();
    } catch (error) {
      await this.#file?.truncate(this.#length).catch(() => {}); // the failure to write says more
      throw unwritable(this.#path, error, consequences[entry.phase]);
    }
    this.#length += Buffer.byteLength(line);
    this.#take(entry);
  }

  #take(entry: JournalEntry): void {
    this.#open = entry;
    if (entry.phase === 'intended') this.#restorePoint = { ...entry.before, ...this.#restorePoint };
    if (ends(entry)) this.#restorePoint = undefined;
  }
}

const nothingChanged = 'Nothing was changed.';
const changed = 'The settings were changed; "servo restore" takes them back.';
const consequences: Readonly<Record<JournalPhase, string>> = {
  intended: nothingChanged,
  applied: changed,
  settled: changed,
  restored: 'The settings were taken back; the next start, which does not know, takes them back again.',
  promoted: 'The settings are to stay; the next start, which does not know, takes them back.',
};

function unwritable(path: string, error: unknown, consequence: string): ServoError {
  return new ServoError('JOURNAL_UNWRITABLE', `Cannot write the journal ${path}: ${ServoError.from(error).message}`, {
    cause: error,
    hint: `${consequence} Make room on the disk, or name another directory in SERVO_STATE_DIR.`,
  });
}

function ends({ phase }: JournalEntry): boolean {
  return phase === 'restored' || phase === 'promoted';
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''; // what Node's functions throw
    throw new ServoError('JOURNAL_UNREADABLE', `Cannot read the journal ${path}: ${ServoError.from(error).message}`, {
      cause: error,
      hint: 'It says what is to be taken back on the target: make it readable, or delete it once the target is as you want it.',
    });
  }
}

async function openForAppending(path: string): Promise<FileHandle> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const file = await open(path, 'a', 0o600);
  await syncFolder(folder).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  return file;
}

/** A file that is new is only found after a power failure when its folder is on disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
