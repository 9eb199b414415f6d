import { readFile } from 'node:fs/promises';

/** Returns a text that is the same for the whole life of a process and differs for a later one with its pid. */
export async function processStartTime(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // the name in parentheses may hold spaces; the start time is field 22, the 20th after it
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot.trim()}:${ticks}`;
  } catch {
    return undefined; // no /proc, or no such process
  }
}
