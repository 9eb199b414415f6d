import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { readText, readTextOf } from './read-text.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servo-read-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, content?: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  if (content !== undefined) await writeFile(path, content);
  return readText(path, name);
}

async function failure(promise: Promise<unknown>): Promise<ConfigurationError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConfigurationError) return error;
  throw error;
}

test('readText() reads UTF-8, without a byte order mark', async () => {
  expect(await read('good.yaml', '\uFEFFname: schön\n')).toBe('name: schön\n');
});

test('readTextOf() reads a stream by the same rules', async () => {
  async function* stream(...chunks: readonly Uint8Array[]) {
    yield* chunks;
  }
  const text = Buffer.from('name: schön\n');
  expect(await readTextOf(stream(text.subarray(0, 10), text.subarray(10)), 'standard input')).toBe('name: schön\n');
  const endless = stream(...Array.from({ length: 100 }, () => Buffer.alloc(2 ** 20, 'x')));
  expect((await failure(readTextOf(endless, 'standard input'))).message).toContain('the file is too large');
  const latin = stream(Buffer.from('caf\xe9', 'latin1'));
  expect((await failure(readTextOf(latin, 'standard input'))).message).toContain('the file is not text');
});

test('readText() says that a file is missing and what to do', async () => {
  const error = await failure(read('missing.yaml'));
  expect(error.code).toBe('CONFIGURATION_NOT_FOUND');
  expect(error.message).toBe(
    'missing.yaml: the file does not exist; create it (servo init does), or name another one with -c',
  );
});

test('readText() treats a file below a file as missing', async () => {
  await writeFile(join(folder, 'file'), '');
  expect((await failure(read('file/servo.yaml'))).message).toContain('does not exist');
});

test('readText() says that it was given a directory', async () => {
  await mkdir(join(folder, 'directory'));
  const error = await failure(read('directory'));
  expect([error.code, error.message]).toEqual([
    'CONFIGURATION_NOT_FOUND',
    'directory: this is a directory, not a file',
  ]);
});

test.skipIf(process.getuid?.() === 0)('readText() says that a file may not be read', async () => {
  await writeFile(join(folder, 'locked.yaml'), '', { mode: 0 });
  expect((await failure(read('locked.yaml'))).message).toContain('may not be read');
});

test.for([
  ['zero bytes', new Uint8Array([0, 1, 2])],
  ['bytes that are no UTF-8', new Uint8Array([0x6e, 0xe9, 0x0a])],
] as const)('readText() refuses %s', async ([, bytes]) => {
  const error = await failure(read('binary.yaml', bytes));
  expect([error.code, error.message]).toEqual([
    'CONFIGURATION_MALFORMED',
    'binary.yaml: the file is not text (expected UTF-8)',
  ]);
});

test('readText() reads 4 MiB and refuses a byte more', async () => {
  const path = join(folder, 'large.yaml');
  await writeFile(path, Buffer.alloc(4 * 2 ** 20, '#'));
  expect(await readText(path, 'large.yaml')).toHaveLength(4 * 2 ** 20);
  await writeFile(path, '#', { flag: 'a' });
  const error = await failure(readText(path, 'large.yaml'));
  expect([error.code, error.message]).toEqual([
    'CONFIGURATION_MALFORMED',
    'large.yaml: the file is too large (expected at most 4 MiB)',
  ]);
  await truncate(path);
});
