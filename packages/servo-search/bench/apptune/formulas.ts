/** Noiseless outcome of a configuration. */
export interface Outcome {
  /** Milliseconds. */
  readonly p99: number;
  /** Share of requests, 0 to 1. */
  readonly errors: number;
}

/** Settings of the service: cores, GiB, replicas, share of the memory that is heap, collector, threads. */
export interface ServiceSettings {
  readonly cpu: number;
  readonly mem: number;
  readonly rep: number;
  readonly heapf?: number;
  readonly gc?: string;
  readonly thr?: number;
}

/** Settings of the node process: cores, GiB, replicas, workers. */
export interface NodeSettings {
  readonly cpu: number;
  readonly mem: number;
  readonly rep: number;
  readonly wrk: number;
}

const LOAD = 300;
const COLLECTORS: Readonly<Record<string, { readonly cost: number; readonly pause: number }>> = {
  serial: { cost: 0.05, pause: 120 },
  parallel: { cost: 0.03, pause: 80 },
  g1: { cost: 0.04, pause: 30 },
  zgc: { cost: 0.07, pause: 3 },
};

/** A garbage-collected service of two tiers of queueing: cores and threads. */
export function service({ cpu, mem, rep, heapf = 0.6, gc = 'g1', thr = 48 }: ServiceSettings): Outcome {
  const live = 0.55;
  const base = 60;
  const { cost, pause } = COLLECTORS[gc] ?? { cost: Number.NaN, pause: Number.NaN };
  const heap = mem * heapf;
  const collecting = Math.min((cost * live) / Math.max(heap - live, 0.02 * live), 5);
  const switching = 1 + 0.002 * Math.max(thr / cpu - 40, 0);
  const cores = (LOAD * 0.004 * (1 + collecting) * switching) / (rep * effective(cpu));
  const use = Math.max(cores, LOAD / ((thr / (base / 1000)) * rep));
  const exhausted = (live > 0.95 * heap ? 0.3 : 0) + (heap + 0.25 + 0.001 * thr > mem ? 0.2 : 0);
  return {
    p99: base * (1 + 1.2 * queue(use)) + (pause * live) / Math.max(heap, 0.05),
    errors: 0.001 + exhausted + overload(use),
  };
}

/** A single-threaded process per worker. */
export function node({ cpu, mem, rep, wrk }: NodeSettings): Outcome {
  const use = (LOAD * 0.0025 * (1 + 0.03 * Math.max(wrk - cpu, 0))) / (rep * Math.min(effective(cpu), wrk));
  return { p99: 20 * (1 + 1.2 * queue(use)), errors: 0.001 + (mem < 0.2 + 0.11 * wrk ? 0.3 : 0) + overload(use) };
}

/** Dollars per month. */
export function monthly({ cpu, mem, rep }: Pick<ServiceSettings, 'cpu' | 'mem' | 'rep'>): number {
  return rep * (23 * cpu + 3.1 * mem);
}

function queue(use: number): number {
  return use < 0.97 ? use ** 3 / (1 - use) : 0.97 ** 3 / 0.03 + (use - 0.97) * 400;
}

function effective(cpu: number): number {
  return cpu > 1 ? cpu ** 0.92 : cpu;
}

function overload(use: number): number {
  return Math.min(1, Math.max(0, use - 1));
}
