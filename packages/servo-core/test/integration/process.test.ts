import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCommand, spawnChild, type SpawnOptions } from '@servo/core/process';
import { afterAll, beforeAll, expect, test } from 'vitest';

let cwd: string;
const env = { PATH: process.env['PATH'] };
const node = process.execPath;

/** A program with a child in its group, and one in a session of its own; all three ignore SIGTERM and say their ids. */
const stubborn = `
import { spawn, spawnSync } from 'node:child_process';
process.on('SIGTERM', () => console.log('asked to end'));
const leaf = "process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)";
for (const detached of [false, true])
  spawn(process.execPath, ['-e', leaf], { stdio: ['ignore', 'inherit', 'inherit'], detached });
console.log(process.pid);
setInterval(() => {}, 1000);
`;
const polite = `
process.on('SIGTERM', () => setTimeout(() => { console.log('bye'); process.exit(7); }, 50));
console.log('up');
setInterval(() => {}, 1000);
`;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'servo-process-'));
  await writeFile(join(cwd, 'stubborn.mjs'), stubborn);
  await writeFile(join(cwd, 'polite.mjs'), polite);
});
afterAll(() => rm(cwd, { recursive: true }));

function start(script: string, options: Partial<SpawnOptions> = {}) {
  return spawnChild({ command: node, args: [script], cwd, env, ...options });
}

async function take(lines: AsyncIterable<string>, count = Infinity): Promise<string[]> {
  const taken: string[] = [];
  for await (const line of lines) if (taken.push(line) === count) break;
  return taken;
}

/** Whether a process runs; one that only waits to be reaped does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

async function gone(pids: readonly number[]): Promise<void> {
  await expect.poll(() => pids.filter(isAlive), { timeout: 5_000, interval: 20 }).toEqual([]);
}

test('spawnChild() gives lines, the exit code and the last lines', async () => {
  await using child = await start('-', {
    args: ['-e', 'console.log("a\\nb"); console.error("c"); process.exitCode = 3'],
  });
  expect(await take(child.stdout)).toEqual(['a', 'b']);
  expect(await take(child.stderr)).toEqual(['c']);
  expect(await child.exit).toEqual({ code: 3, signal: null });
  expect(child.lastLines.toSorted()).toEqual(['a', 'b', 'c']);
});

test('spawnChild() gives the program its environment and folder, and nothing else', async () => {
  const args = ['-e', 'console.log(JSON.stringify([process.cwd(), process.env]))'];
  await using child = await start('-', { args, env: { A: 'a b; $HOME "', UNSET: undefined } });
  const [line = ''] = await take(child.stdout);
  const [folder, given] = JSON.parse(line);
  expect(folder).toBe(cwd);
  expect(given).toEqual({ A: 'a b; $HOME "', SERVO_CHILD: expect.any(String) });
});

test('spawnChild() never lets a program wait that nobody reads', async () => {
  const args = ['-e', 'for (let i = 0; i < 200_000; i += 1) console.log(`line ${i} of many`)'];
  await using child = await start('-', { args, keep: 2 });
  expect(await child.exit).toEqual({ code: 0, signal: null });
  expect(child.lastLines).toEqual(['line 199998 of many', 'line 199999 of many']);
});

test('spawnChild() loses no line of a reader that is slow', async () => {
  const args = ['-e', 'for (let i = 0; i < 20_000; i += 1) console.log(i)'];
  await using child = await start('-', { args, buffer: 10 });
  let expected = 0;
  for await (const line of child.stdout) {
    if (expected % 5_000 === 0) await sleep(20);
    expect(Number(line)).toBe(expected);
    expected += 1;
  }
  expect(expected).toBe(20_000);
});

test.each([
  [{ command: 'no-such-program' }, 'PROGRAM_NOT_FOUND'],
  [{ cwd: '/no/such/folder' }, 'WORKING_DIRECTORY_NOT_FOUND'],
])('spawnChild() refuses %o as %s', async (options, code) => {
  await expect(start('polite.mjs', options)).rejects.toMatchObject({ code });
});

test('spawnChild() tells why the system refused a program', async () => {
  const broken = join(cwd, 'broken');
  await writeFile(broken, '#!/no/such/interpreter\n');
  await chmod(broken, 0o755);
  const child = await start('-', { command: broken, args: [], env: { PATH: '/nowhere' } }).catch((error) => error);
  expect(child).toMatchObject({ code: 'PROGRAM_NOT_STARTED', message: expect.stringContaining('ENOENT') });
});

test('Child.stop() lets a program end by itself', async () => {
  const child = await start('polite.mjs');
  await take(child.stdout, 1);
  expect(await child.stop()).toEqual({ code: 7, signal: null });
  expect(child.lastLines).toEqual(['up', 'bye']);
  expect(await child.stop()).toEqual({ code: 7, signal: null });
});

test('Child.stop() kills what is left of the tree after the grace', async () => {
  const child = await start('stubborn.mjs');
  const pids = (await take(child.stdout, 3)).map(Number);
  expect(pids).toContain(child.pid);
  expect(await child.stop({ grace: 200 })).toEqual({ code: null, signal: 'SIGKILL' });
  expect(child.lastLines).toContain('asked to end');
  expect(pids.filter(isAlive)).toEqual([]);
});

test('Child.stop() may be called again, with less patience', async () => {
  const child = await start('stubborn.mjs');
  const pids = (await take(child.stdout, 3)).map(Number);
  const begun = performance.now();
  const patient = child.stop({ grace: 60_000 });
  await child.stop({ signal: 'SIGKILL', grace: 0 });
  await patient;
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(pids.filter(isAlive)).toEqual([]);
});

test('Child.exit leaves nothing of a program that died', async () => {
  const child = await start('stubborn.mjs');
  const pids = (await take(child.stdout, 3)).map(Number);
  process.kill(child.pid, 'SIGKILL');
  expect(await child.exit).toEqual({ code: null, signal: 'SIGKILL' });
  expect(pids.filter(isAlive)).toEqual([]);
});

test('spawnChild() kills the tree when its signal aborts', async () => {
  const controller = new AbortController();
  const child = await start('stubborn.mjs', { signal: controller.signal });
  const pids = (await take(child.stdout, 3)).map(Number);
  controller.abort();
  expect(await child.exit).toEqual({ code: null, signal: 'SIGKILL' });
  expect(pids.filter(isAlive)).toEqual([]);
});

test('spawnChild() starts nothing that lives on when its signal aborts on the way', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const begun = performance.now();
  const starting = start('stubborn.mjs', { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 10);
  await expect(starting).rejects.toBe(reason);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test.each([
  ['SIGKILL', process.env['PATH']],
  ['SIGKILL', '/nowhere'], // and so without setpriv
  ['SIGTERM', process.env['PATH']],
] as const)('spawnChild() leaves no orphan when the servo gets %s, its PATH being %s', async (signal, path) => {
  const { host, pids } = await startHost(path);
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  host.kill(signal);
  await gone(pids);
});

test('spawnChild() leaves no orphan when the guardian is killed', async () => {
  const child = await start('stubborn.mjs');
  const pids = (await take(child.stdout, 3)).map(Number);
  process.kill(await parentOf(child.pid), 'SIGKILL');
  expect(await child.exit).toEqual({ code: null, signal: 'SIGKILL' });
  expect(pids.filter(isAlive)).toEqual([]);
});

test('runCommand() answers the outputs and the exit code', async () => {
  const args = ['-e', 'process.stdin.pipe(process.stdout); console.error("note"); process.exitCode = 4'];
  expect(await runCommand({ command: node, args, cwd, env, input: 'é\nx', timeout: 10_000 })).toEqual({
    code: 4,
    signal: null,
    stdout: 'é\nx',
    stderr: 'note\n',
  });
});

test('runCommand() kills a command that takes too long', async () => {
  const running = runCommand({ command: node, args: ['stubborn.mjs'], cwd, env, timeout: 300 });
  await expect(running).rejects.toMatchObject({ code: 'COMMAND_TIMED_OUT', retryable: true });
});

test('runCommand() rejects with the reason of its signal', async () => {
  const reason = new Error('enough');
  const signal = AbortSignal.timeout(200);
  const linked = new AbortController();
  signal.addEventListener('abort', () => linked.abort(reason));
  const running = runCommand({ command: node, args: ['polite.mjs'], cwd, env, timeout: 10_000, signal: linked.signal });
  await expect(running).rejects.toBe(reason);
});

test('runCommand() kills a command that writes without end', async () => {
  const args = [
    '-e',
    'const write = () => { while (process.stdout.write("x".repeat(1000))); process.stdout.once("drain", write); }; write()',
  ];
  const running = runCommand({ command: node, args, cwd, env, timeout: 10_000, maxOutput: 5_000 });
  await expect(running).rejects.toMatchObject({ code: 'COMMAND_OUTPUT_TOO_LARGE' });
});

/** Starts a servo's stand-in, from the compiled entry, with a stubborn child. */
async function startHost(path = '') {
  const entry = fileURLToPath(new URL('../../dist/process.js', import.meta.url));
  expect(existsSync(entry), 'dist is missing: build the package first').toBe(true);
  const script = `
    import { spawnChild } from ${JSON.stringify(entry)};
    const child = await spawnChild({ command: process.execPath, args: ['stubborn.mjs'], cwd: '.', env: process.env });
    for await (const line of child.stdout) console.log(line);`;
  const args = ['--input-type=module', '-e', script];
  const host = spawn(node, args, { cwd, env: { PATH: path }, stdio: ['ignore', 'pipe', 'inherit'] });
  const pids = (await take(createInterface(host.stdout), 3)).map(Number);
  return { host, pids };
}

async function parentOf(pid: number): Promise<number> {
  const { stdout } = await runCommand({
    command: 'ps',
    args: ['-o', 'ppid=', '-p', `${pid}`],
    cwd,
    env,
    timeout: 5_000,
  });
  return Number(stdout);
}
