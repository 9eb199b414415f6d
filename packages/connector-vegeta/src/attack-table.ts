import type { AttackProgress } from './drive-attack.js';
import type { LoadValues } from './window/load-values.js';

const columns = [
  ['rpm', 'throughput', 9, 0],
  ['errors %', 'error_rate', 9, 2],
  ['mean ms', 'latency_mean', 9, 2],
  ['p50', 'latency_50th', 9, 2],
  ['p95', 'latency_95th', 9, 2],
  ['p99', 'latency_99th', 9, 2],
  ['max', 'latency_max', 9, 2],
] as const;
const head = ['seconds'.padStart(9), ...columns.map(([title, , width]) => title.padStart(width))].join(' ');
const most = 10;

/** A table of how an attack goes, with a row for each second, the latest ones. */
export class AttackTable {
  #rows: readonly string[] = [];

  /** Takes in how the attack stands, and returns the lines to show. */
  add({ stage, elapsed, values }: AttackProgress, title: string): readonly string[] {
    if (Object.keys(values).length > 0) this.#rows = [...this.#rows, row(elapsed, values)].slice(-most);
    return [`${stage}: ${title}, ${(elapsed / 1_000).toFixed(0)} s`, head, ...this.#rows];
  }
}

function row(elapsed: number, values: LoadValues): string {
  const cells = columns.map(([, name, width, digits]) => (values[name]?.toFixed(digits) ?? '-').padStart(width));
  return [(elapsed / 1_000).toFixed(0).padStart(9), ...cells].join(' ');
}
