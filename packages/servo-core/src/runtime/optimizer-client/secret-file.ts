import { readFile } from 'node:fs/promises';
import { Secret } from '../../config/secret.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';

/** Reads a secret as it is now. */
export type ReadSecret = () => Promise<Secret>;

/** Where a secret comes from. */
export interface SecretFileOptions {
  readonly path: string;
  /** What it held at first. */
  readonly known: Secret;
  /** Told when the file cannot be read. */
  readonly logger: Logger;
}

/** Reads a secret's file, which may be replaced at any time; while it is gone or empty, what it held last holds. */
export function secretFile({ path, known, logger }: SecretFileOptions): ReadSecret {
  let newest = known;
  return async () => {
    try {
      const text = (await readFile(path, 'utf8')).trim();
      if (text !== '') newest = new Secret(text);
    } catch (error) {
      logger.warn(`${path} cannot be read again; what it said before is in force: ${ServoError.from(error).message}`);
    }
    return newest;
  };
}
