import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProgram } from './find-program.js';

let cwd: string;
let env: Record<string, string>;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'find-program-'));
  await mkdir(join(cwd, 'bin/folder'), { recursive: true });
  await writeFile(join(cwd, 'bin/tool'), '');
  await chmod(join(cwd, 'bin/tool'), 0o755);
  await writeFile(join(cwd, 'bin/notes'), '', { mode: 0o644 });
  env = { PATH: `/nowhere:${cwd}/bin` };
});
afterAll(() => rm(cwd, { recursive: true }));

test('findProgram() searches the PATH that it is given', async () => {
  expect(await findProgram('tool', { cwd, env })).toBe(join(cwd, 'bin/tool'));
});

test('findProgram() takes a path from the working directory', async () => {
  expect(await findProgram('./bin/tool', { cwd, env: {} })).toBe(join(cwd, 'bin/tool'));
});

test.each(['nothing', './nothing', 'folder'])('findProgram() refuses "%s", which is no file', async (command) => {
  await expect(findProgram(command, { cwd, env })).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND' });
});

test('findProgram() says how a file becomes a program', async () => {
  await expect(findProgram('notes', { cwd, env })).rejects.toMatchObject({
    code: 'PROGRAM_NOT_EXECUTABLE',
    hint: expect.stringContaining(`chmod +x ${cwd}/bin/notes`),
  });
});
