import { brand } from '../errors/brand.js';
import { rememberSecret } from './known-secrets.js';

const values = new WeakMap<Secret, string>();

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
