const exhausted = /too many open files|address already in use|cannot assign requested address/;
const lessLoad =
  'The machine that the load comes from has no ports or files left: lower the rate, or raise its limits (ulimit -n).';
const reachable = 'Check that the service runs, and that the targets can be reached from where the servo runs.';

/** Says what to do about the error of a request that found no connection. */
export function unconnectedHint(error: string): string {
  return exhausted.test(error) ? lessLoad : reachable;
}
