import { readFile } from 'node:fs/promises';

/**
 * Returns a text that is the same for the whole life of a process and differs for a later one with its pid; `undefined`
 * where it cannot be known.
 */
export async function processStartTime(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // the name in parentheses may hold spaces; after it come the state, and as the 20th field the start time
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ended = fields[0] === 'Z'; // killed, and its parent has not asked what became of it
    return `${boot.trim()}:${ended ? 'ended' : fields[19]}`;
  } catch {
    return undefined; // no /proc, or no such process
  }
}
