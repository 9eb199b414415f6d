import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { benchDeployment } from './bench-deployment.mjs';
import { benchOptimizer } from './bench-optimizer.mjs';

const ticks = 100; // of the kernel, in a second

/** Runs servos as an operator does, and hands what can be looked at to `look`; returns what that returns. */
async function runningServos({ root, servo, servos, kind }, look) {
  const optimizer = await benchOptimizer(kind);
  const deployment = benchDeployment(root, { servos, port: optimizer.port });
  const greeting = optimizer.greeted(servos);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [servo, 'run'], {
    cwd: deployment.folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await Promise.race([greeting, ended(child)]);
    return await look({ optimizer, pid: child.pid, greeted: performance.now() - startedAt });
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    optimizer.close();
    deployment.remove();
  }
}

async function ended(child) {
  const [code] = await once(child, 'exit');
  throw new Error(`servo run ended with ${code}`);
}

/** Commands that servos carry out in a second. */
export function commandRate(options) {
  return runningServos(options, async ({ optimizer }) => {
    await wait(1_500); // until it is warm
    const { completed } = await optimizer.counts();
    const from = performance.now();
    await wait(4_000);
    const now = await optimizer.counts();
    return ((now.completed - completed) * 1_000) / (performance.now() - from);
  });
}

/** Milliseconds from the start of `servo run` until its servo has said HELLO, the median of several starts. */
export async function startToHello(options, runs = 9) {
  const times = [];
  for (let run = 0; run < runs; run++)
    times.push(await runningServos({ ...options, servos: 1, kind: 'sleep' }, async ({ greeted }) => greeted));
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

/** Memory in MiB, share of a core while asleep, and milliseconds from the start until all servos have said HELLO. */
export function sleepingServos(options) {
  return runningServos({ ...options, kind: 'sleep' }, async ({ pid, greeted }) => {
    await wait(4_000);
    const before = processorTime(pid);
    await wait(10_000);
    return { memory: residentMemory(pid), cpu: (processorTime(pid) - before) / 10, greeted };
  });
}

function residentMemory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function processorTime(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}
