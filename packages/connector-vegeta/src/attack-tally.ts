import type { AttackPlan, AttackStep } from './attack-plan.js';
import type { AttackResult } from './raw/attack-result.js';
import { ErrorTally } from './window/error-tally.js';
import { LoadStats } from './window/load-stats.js';
import type { LoadValues } from './window/load-values.js';
import { LoadWindow } from './window/load-window.js';
import { RecentLoad } from './window/recent-load.js';

const lookBack = 5_000; // milliseconds that interim values stand for
const unconnected = /\b(?:dial|x509|tls|no such host|proxyconnect)\b/;
const quoted = /"(?:[^"\\]|\\.)*"/g; // the URL, and what the target sent

/** Takes in the results of an attack as they come, and tells how it stands. */
export class AttackTally {
  readonly window: LoadWindow;
  /** Of the window. */
  readonly errors: ErrorTally = new ErrorTally();
  /** Of all requests until one reached the target. */
  readonly refusals: ErrorTally = new ErrorTally();
  readonly #recent = new RecentLoad(lookBack);
  readonly #main: AttackStep;
  readonly #sent = new Map<AttackStep, number>();
  #results = 0;
  #reached = false;

  constructor({ main, duration, interval }: AttackPlan) {
    this.#main = main;
    this.window = new LoadWindow({ gap: main.rate.gap, warmup: main.warmup, duration, interval });
  }

  /** Whether a connection to the target ever came about. */
  get reached(): boolean {
    return this.#reached;
  }

  /** Whether results are there, none is awaited, and no connection came about. */
  get isRefused(): boolean {
    const sent = [...this.#sent.values()].reduce((sum, each) => sum + each, 0);
    return !this.#reached && this.#results > 0 && this.#results === sent;
  }

  /** Of what leads to the load, only whether it reaches the target counts. */
  add(result: AttackResult, step: AttackStep): void {
    if (!this.#reached) this.#watch(result, step);
    if (step !== this.#main || !this.window.add(result)) return;
    this.errors.add(result);
    this.#recent.open.add(result);
  }

  /** Everything within the window. */
  total(): LoadStats {
    return LoadStats.of(this.window.intervals);
  }

  /** Returns values of the latest results, given how many milliseconds passed since the last call. */
  interim(elapsed: number): LoadValues {
    return this.#recent.close(elapsed);
  }

  #watch(result: AttackResult, step: AttackStep): void {
    this.#results += 1;
    this.#sent.set(step, Math.max(this.#sent.get(step) ?? 0, result.seq + 1));
    this.#reached = result.code > 0 || !unconnected.test(result.error.replace(quoted, ''));
    if (!this.#reached) this.refusals.add(result);
  }
}
