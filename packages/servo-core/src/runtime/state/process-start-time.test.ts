import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { processStartTime } from './process-start-time.js';

const linux = existsSync('/proc/self/stat'); // elsewhere a start time cannot be known

test.runIf(linux)('processStartTime() is the same each time, and differs between processes', async () => {
  const own = await processStartTime(process.pid);
  expect(own).toMatch(/^[0-9a-f-]{36}:\d+$/);
  expect(await processStartTime(process.pid)).toBe(own);
  expect(await processStartTime(process.ppid)).not.toBe(own);
});

test('processStartTime() knows nothing of a process that is not there', async () => {
  expect(await processStartTime(2 ** 30)).toBeUndefined();
});

test.runIf(linux)(
  'processStartTime() of a process changes when it is killed, also while nobody asked for it',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill());
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    const alive = await processStartTime(pid);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await processStartTime(pid)).not.toBe(alive));
    expect(process.kill(pid, 0)).toBe(true); // still there by name
  },
);
