import type { AttackProgress } from './drive-attack.js';
import type { LoadValues } from './window/load-values.js';

interface Column {
  readonly title: string;
  readonly name: string;
  readonly digits: number;
  /** What a narrow terminal shows rather than others: the smaller, the sooner. */
  readonly rank: number;
}

const columns: readonly Column[] = [
  { title: 'rpm', name: 'throughput', digits: 0, rank: 1 },
  { title: 'errors %', name: 'error_rate', digits: 2, rank: 2 },
  { title: 'mean ms', name: 'latency_mean', digits: 2, rank: 5 },
  { title: 'p50', name: 'latency_50th', digits: 2, rank: 4 },
  { title: 'p95', name: 'latency_95th', digits: 2, rank: 6 },
  { title: 'p99', name: 'latency_99th', digits: 2, rank: 3 },
  { title: 'max', name: 'latency_max', digits: 2, rank: 7 },
];
const width = 9; // of a cell, behind a space
const most = 10;

/** A table of how an attack goes, with a row for each second, the latest ones; as many of its columns as there is room for. */
export class AttackTable {
  readonly #room: number;
  readonly #columns: readonly Column[];
  #rows: readonly string[] = [];

  /** @param room - how many characters a line may have. */
  constructor(room: number) {
    this.#room = room;
    this.#columns = columns.filter(({ rank }) => width + rank * (width + 1) <= room);
  }

  /** Takes in how the attack stands, and returns the lines to show. */
  add({ stage, elapsed, values }: AttackProgress, title: string): readonly string[] {
    const seconds = (elapsed / 1_000).toFixed(0);
    if (Object.keys(values).length > 0) this.#rows = [...this.#rows, this.#row(seconds, values)].slice(-most);
    const head = line(['seconds', ...this.#columns.map((column) => column.title)]);
    return [this.#first(stage, title, `, ${seconds} s`), head, ...this.#rows];
  }

  /** Of a long title the end is left out, not the time behind it. */
  #first(stage: string, title: string, time: string): string {
    const room = Math.max(1, this.#room - `${stage}: ${time}`.length);
    return `${stage}: ${title.length > room ? `${title.slice(0, room - 1)}…` : title}${time}`;
  }

  #row(seconds: string, values: LoadValues): string {
    return line([seconds, ...this.#columns.map(({ name, digits }) => values[name]?.toFixed(digits) ?? '-')]);
  }
}

function line(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(width)).join(' ');
}
