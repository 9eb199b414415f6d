import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSecretFile } from './read-secret-file.js';

function secretFile(content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'servo-secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'token'), content);
  return join(folder, 'token');
}

test('readSecretFile() leaves white space out around the secret', () => {
  expect(readSecretFile(secretFile('\n a b \r\n'))).toBe('a b');
});

test.each([
  ['an empty file', () => secretFile(' \n'), 'it is empty'],
  ['bytes that are no text', () => secretFile(Uint8Array.of(0xff, 0xfe, 0x31)), 'it is no text in UTF-8'],
  ['a large file', () => secretFile('x'.repeat(65_537)), 'it has more than 64 KiB'],
  ['a directory', () => tmpdir(), 'it is a directory'],
  ['a device that never ends', () => '/dev/zero', 'it is no file'],
  ['a file that is not there', () => '/nowhere/token', /ENOENT: no such file/],
])('readSecretFile() refuses %s', (_, path, message) => {
  expect(() => readSecretFile(path())).toThrow(message);
});
