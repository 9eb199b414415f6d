import { type FileHandle, open } from 'node:fs/promises';
import { ConfigurationError } from '../../errors/configuration-error.js';

const mebibyte = 2 ** 20;
const sizeLimit = 4 * mebibyte; // four times what a ConfigMap holds; what is larger takes long to parse

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  ENOTDIR: 'the file does not exist',
  EISDIR: 'this is a directory, not a file',
  EACCES: 'the file may not be read',
  ELOOP: 'this is a link that leads to itself',
  EPERM: 'the file may not be read',
};

/**
 * Reads a text file of at most 4 MiB; pipes are read too.
 *
 * @param file - How messages name the file.
 * @throws {@link ConfigurationError} `CONFIGURATION_NOT_FOUND` when it cannot be read, `CONFIGURATION_MALFORMED` when it
 * is too large or not UTF-8.
 */
export async function readText(path: string, file: string): Promise<string> {
  return decoded(await readBytes(path, file), file);
}

/** Reads a text as {@link readText} does, from what comes by standard input. */
export async function readTextOf(stream: AsyncIterable<Uint8Array>, file: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > sizeLimit) break; // it is refused
  }
  return decoded(Buffer.concat(chunks), file);
}

function decoded(bytes: Uint8Array, file: string): string {
  if (bytes.length > sizeLimit) throw malformed({ file, message: 'the file is too large', expected: 'at most 4 MiB' });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // a decoder that is fatal throws this for bytes that are no UTF-8
  }
  throw malformed({ file, message: 'the file is not text', expected: 'UTF-8' });
}

async function readBytes(path: string, file: string): Promise<Buffer> {
  try {
    await using handle = await open(path);
    return await readUpTo(handle, sizeLimit + 1);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // what node:fs throws
    const hint =
      reasons[code] === reasons['ENOENT'] ? 'create it (servo init does), or name another one with -c' : undefined;
    throw new ConfigurationError([{ file, message: reasons[code] ?? message, hint }], {
      code: 'CONFIGURATION_NOT_FOUND',
      cause: error,
    });
  }
}

/** A size cannot be asked beforehand of what is not a regular file. */
async function readUpTo(handle: FileHandle, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let length = 0; length < limit; ) {
    const { bytesRead, buffer } = await handle.read({
      buffer: Buffer.allocUnsafe(Math.min(64 * 1024, limit - length)),
    });
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}

function malformed(problem: ConfigurationError['problems'][number]): ConfigurationError {
  return new ConfigurationError([problem], { code: 'CONFIGURATION_MALFORMED' });
}
