import { buffer } from 'node:stream/consumers';
import { spawnBytes, type SpawnBytesOptions } from '@servo/core/process';
import { expect, test } from 'vitest';

function start(script: string, options: Partial<SpawnBytesOptions> = {}) {
  const env = { PATH: process.env['PATH'] };
  return spawnBytes({ command: process.execPath, args: ['-e', script], cwd: '/', env, ...options });
}

test('spawnBytes() hands the input over and gives the output byte by byte', async () => {
  const input = new Uint8Array(300_000).map((_, index) => index);
  await using child = await start('process.stdin.pipe(process.stdout)', { input });
  expect(new Uint8Array(await buffer(child.stdout))).toEqual(input);
  expect(await child.exit).toEqual({ code: 0, signal: null });
});

test('spawnBytes() keeps the last lines of the error output', async () => {
  const script = 'for (let line = 0; line < 5; line += 1) console.error(line); process.exitCode = 3';
  await using child = await start(script, { keep: 2 });
  expect((await buffer(child.stdout)).length).toBe(0);
  expect(await child.exit).toEqual({ code: 3, signal: null });
  expect(child.lastLines).toEqual(['3', '4']);
});

test('spawnBytes() bears a program that does not read its input', async () => {
  await using child = await start('process.exitCode = 4', { input: 'x'.repeat(1_000_000) });
  child.stdout.resume();
  expect(await child.exit).toEqual({ code: 4, signal: null });
});

test('BytesChild ends when it is disposed, however much is left unread', async () => {
  const child = await start('setInterval(() => process.stdout.write("x".repeat(100_000)), 1)');
  await child[Symbol.asyncDispose]();
  expect(await child.exit).toMatchObject({ signal: 'SIGKILL' });
});

test('spawnBytes() kills the program when its signal aborts', async () => {
  const controller = new AbortController();
  await using child = await start('setInterval(() => {}, 1000)', { signal: controller.signal });
  controller.abort();
  expect(await child.exit).toMatchObject({ signal: 'SIGKILL' });
});
