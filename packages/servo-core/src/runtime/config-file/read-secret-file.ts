import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

const sizeLimit = 64 * 1024; // bytes; certificates and keys have some thousand

/**
 * Reads the file of a secret, without white space around it.
 *
 * @throws `Error` with what is wrong: it is no file, empty, too large or no text.
 */
export function readSecretFile(path: string): string {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // one end of a pipe would wait for the other
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new TypeError(found.isDirectory() ? 'it is a directory' : 'it is no file');
    if (found.size > sizeLimit) throw new RangeError(`it has more than ${sizeLimit / 1024} KiB`);
    const secret = textOf(readFileSync(descriptor)).trim();
    if (secret === '') throw new TypeError('it is empty');
    return secret;
  } finally {
    closeSync(descriptor);
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TypeError('it is no text in UTF-8', { cause });
  }
}
