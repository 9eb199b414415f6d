import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100; // what Linux tells user space, whatever the kernel's own rate is

/** What a process and all its descendants use. */
export interface ProcessUsage {
  /** Seconds of processor time since the start, with that of descendants that ended. */
  readonly cpuSeconds: number;
  /** Resident memory in bytes; pages that processes share count for each. */
  readonly memory: number;
}

/** Whether this system tells what a process uses. */
export function canReadUsage(proc = '/proc'): boolean {
  return existsSync(`${proc}/thread-self/children`);
}

/** Reads what a process and all its descendants use; zero when it has ended. */
export async function readUsage(pid: number, proc = '/proc'): Promise<ProcessUsage> {
  const own = await usageOf(`${proc}/${pid}`);
  const children = await childrenOf(`${proc}/${pid}`);
  const all = [own, ...(await Promise.all(children.map((child) => readUsage(child, proc))))];
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    memory: all.reduce((sum, { memory }) => sum + memory, 0),
  };
}

async function usageOf(folder: string): Promise<ProcessUsage> {
  const [stat, status] = await Promise.all([read(`${folder}/stat`), read(`${folder}/status`)]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may hold blanks and parentheses
  const ticks = fields.slice(11, 15).map(Number); // utime, stime, and those of children that were waited for
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return { cpuSeconds: ticks.reduce((sum, tick) => sum + tick, 0) / ticksPerSecond, memory: kibibytes * 1_024 };
}

async function childrenOf(folder: string): Promise<readonly number[]> {
  const threads = await readdir(`${folder}/task`).catch(() => []); // it has ended
  const lists = await Promise.all(threads.map((thread) => read(`${folder}/task/${thread}/children`)));
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => ''); // it has ended
}
