import { spawnSync } from 'node:child_process';

/** Runs node with these arguments several times and returns the median wall time in milliseconds. */
export function medianTime(args, runs = 15) {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    spawnSync(process.execPath, args, { stdio: 'ignore' });
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}
