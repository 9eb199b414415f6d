import type { Occasion } from './received-request.js';
import type { Reply } from './reply.js';

/** Which requests are answered otherwise. */
export interface FaultOptions {
  /** @default 'any' */
  readonly on?: Occasion;
  /** Of any servo when absent. */
  readonly servo?: string;
  /**
   * The first one of them, counted from now and from 1.
   * @default 1
   */
  readonly nth?: number;
  /**
   * How many of them; `Infinity` until it is lifted.
   * @default 1
   */
  readonly times?: number;
}

/** A fault that was planned. */
export interface Fault {
  /** How many requests it has met. */
  readonly hits: number;
  /** Ends it. */
  lift(): void;
}

interface Plan extends Required<Omit<FaultOptions, 'servo'>> {
  readonly reply: Reply;
  readonly servo: string | undefined;
  seen: number;
  hits: number;
}

/** The faults that are planned for requests to come; the oldest that fits a request is taken. */
export class FaultPlan {
  readonly #plans = new Set<Plan>();

  add(reply: Reply, { on = 'any', servo, nth = 1, times = 1 }: FaultOptions): Fault {
    const plan: Plan = { reply, on, servo, nth, times, seen: 0, hits: 0 };
    this.#plans.add(plan);
    return {
      get hits() {
        return plan.hits;
      },
      lift: () => void this.#plans.delete(plan),
    };
  }

  /** The fault that a request meets, if it meets one. */
  take(occasions: readonly Occasion[], servo: string): Reply | undefined {
    let taken: Plan | undefined;
    for (const plan of this.#plans) {
      if (!occasions.includes(plan.on) || (plan.servo !== undefined && plan.servo !== servo)) continue;
      plan.seen += 1;
      if (plan.seen >= plan.nth) taken ??= plan;
    }
    if (!taken) return undefined;
    taken.hits += 1;
    if (taken.hits >= taken.times) this.#plans.delete(taken);
    return taken.reply;
  }
}
