import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('optimizer-process.mjs', import.meta.url));

/** Starts an optimizer in a process of its own: `sleep`, `measure` (and describe), or `adjust` every fourth time. */
export async function benchOptimizer(kind) {
  const child = fork(program, [kind]);
  const [{ port }] = await once(child, 'message');
  return {
    port,
    /** How many commands were completed, and how many servos said HELLO. */
    async counts() {
      child.send('counts');
      const [counts] = await once(child, 'message');
      return counts;
    },
    /** Waits until so many servos have said HELLO; to be asked before the first does. */
    async greeted(servos) {
      child.send(servos);
      await once(child, 'message');
    },
    close: () => child.kill(),
  };
}
