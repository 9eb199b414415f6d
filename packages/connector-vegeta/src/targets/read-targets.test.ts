import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTargets, type TargetSettings } from './read-targets.js';

const config: TargetSettings = {
  format: 'http',
  target: undefined,
  targets: undefined,
  headers: {},
  headersFile: undefined,
};

async function fileOf(content: string | Uint8Array): Promise<{ readonly cwd: string; readonly name: string }> {
  const cwd = await mkdtemp(join(tmpdir(), 'servo-targets-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  await writeFile(join(cwd, 'targets'), content);
  return { cwd, name: 'targets' };
}

test('readTargets() names the line on which a file with a body is named that is not there', async () => {
  const target = 'GET http://a/\n\nPOST http://a/\nA: 1\n@nofile';
  await expect(readTargets({ ...config, target }, '/')).rejects.toMatchObject({
    reason: 'targets-invalid',
    message: 'target, line 5: expected a file with the body, found no /nofile',
  });
});

test.each([
  ['bytes that are no UTF-8', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe])],
  ['a NUL', Buffer.from('GET http://a/\0')],
])('readTargets() takes %s for no text', async (_, content) => {
  const { cwd, name } = await fileOf(content);
  const message = expect.stringMatching(/targets is no text$/) as string; // the matcher of a string
  await expect(readTargets({ ...config, targets: name }, cwd)).rejects.toMatchObject({ message });
  await expect(readTargets({ ...config, target: 'GET http://a/', headersFile: name }, cwd)).rejects.toMatchObject({
    message,
    hint: expect.stringContaining('headers_file'),
  });
});
