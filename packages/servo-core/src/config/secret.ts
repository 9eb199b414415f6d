import { brand } from '../errors/brand.js';
import { rememberSecret } from './known-secrets.js';

const values = new WeakMap<Secret, string>();
const files = new WeakMap<Secret, string>();

/**
 * A value that is never shown: text, JSON and inspection give a mask, and so do log messages and errors that hold the
 * value itself, if it has six characters or more. Read it with {@link Secret.reveal}, as late as possible.
 *
 * @example
 * headers.set('authorization', `Bearer ${this.config.token.reveal()}`);
 */
export class Secret {
  constructor(value: string) {
    values.set(this, value);
    rememberSecret(this, value);
  }

  /** Returns the value. */
  reveal(): string {
    return values.get(this) ?? '';
  }

  /**
   * Reads the file again that the value came from by a key with `_file`, as a mounted secret may be replaced at any time;
   * says whether the value is another now. A value without a file stays, and so does one whose file is gone or empty.
   *
   * @example
   * if (status === 401 && (await this.config.token.refresh())) return ask(); // once more
   */
  async refresh(): Promise<boolean> {
    const file = files.get(this);
    if (file === undefined) return false;
    const { readFile } = await import('node:fs/promises'); // which most never need
    const value = await readFile(file, 'utf8').then(
      (text) => text.trim(),
      () => '', // it is being replaced, or gone
    );
    if (value === '' || value === values.get(this)) return false;
    values.set(this, value);
    rememberSecret(this, value);
    return true;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
brand(Secret, 'secret');

/** Lets a secret be read again from the file that it came from. Internal: not covered by semver. */
export function cameFromFile(secret: Secret, path: string): void {
  files.set(secret, path);
}
