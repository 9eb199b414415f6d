import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { realPrometheus } from '../../../../tools/real-programs/real-prometheus.js';
import { realVegeta } from '../../../../tools/real-programs/real-vegeta.js';
import { freePort, packages, temporaryFolder } from '../support/deployment.js';

const root = join(packages, '..');
const example = join(root, 'examples/prometheus-vegeta');
const missing = [realPrometheus(), realVegeta()].flatMap((found) => ('missing' in found ? [found.missing] : []))[0];

test.runIf(missing !== undefined)('prometheus and vegeta are there', ({ skip }) => skip(missing));

/** A copy of the example on ports of its own, that measures less and asks for less. */
async function smallExample(): Promise<string> {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(example, folder, {
    recursive: true,
    filter: (path) => !/node_modules|[.]servo/.test(path.slice(example.length)),
  });
  symlinkSync(join(example, 'node_modules'), join(folder, 'node_modules'));
  const changes: readonly (readonly [string, string])[] = [
    ['8131', String(await freePort())],
    ['9131', String(await freePort())],
    ["'../../tools/", `'${root}/tools/`],
    ['trials: 8', 'trials: 2'],
    ['duration: 6s, warmup: 5s', 'duration: 3s, warmup: 4s'],
    ['latency_99th < 100ms', 'latency_99th < 2s'], // the machine may be busy
  ];
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path);
    if (path.startsWith('node_modules') || !statSync(file).isFile()) continue;
    const text = changes.reduce((before, [old, other]) => before.replaceAll(old, other), readFileSync(file, 'utf8'));
    writeFileSync(file, text);
  }
  return folder;
}

function start(folder: string): { readonly child: ChildProcess; readonly output: () => string } {
  let text = '';
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(folder, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (text += String(chunk)));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => text };
}

/** The folder, once for each process that still runs in it. */
function leftBehind(folder: string): string {
  const { stdout } = spawnSync('sh', ['-c', 'for p in /proc/[0-9]*; do readlink $p/cwd; done'], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line === folder)
    .join('\n');
}

test.skipIf(missing !== undefined)(
  'the example of Prometheus and vegeta ends with a recommendation, and leaves nothing behind',
  async () => {
    const folder = await smallExample();
    const { child, output } = start(folder);
    const [code] = (await once(child, 'exit')) as [number | null];
    expect({ code, text: output() }).toEqual({ code: 0, text: expect.stringContaining('keeps every constraint') });
    expect(output()).toMatch(/#0 +✓ met .*latency_99th [\d.]+ .*error_rate 0 /);
    expect(leftBehind(folder)).toBe('');
  },
  240_000,
);

test.skipIf(missing !== undefined)(
  'the example of Prometheus and vegeta ends in good order when it is stopped',
  async () => {
    const folder = await smallExample();
    const { child, output } = start(folder);
    await vi.waitFor(() => expect(output()).toContain('baseline: '), { timeout: 60_000, interval: 100 });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await vi.waitFor(() => expect(leftBehind(folder)).toBe(''), { timeout: 10_000, interval: 100 });
  },
  120_000,
);
