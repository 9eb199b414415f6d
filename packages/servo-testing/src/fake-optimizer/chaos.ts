import type { Occasion } from './received-request.js';
import type { Reply } from './reply.js';
import { reply } from './reply-factory.js';

/** Faults by chance, the same for the same seed: each servo draws from a row of numbers of its own. */
export interface ChaosOptions {
  /** How many requests meet a fault, from 0 to 1. */
  readonly rate: number;
  /** @default 1 */
  readonly seed?: number;
  /**
   * What they meet, each as likely as the others.
   * @default statuses that pass, answers that cannot be read, and lost connections
   */
  readonly kinds?: readonly Reply[];
  /**
   * Which requests are in danger.
   * @default ['any']
   */
  readonly on?: readonly Occasion[];
}

const passing: readonly Reply[] = [
  reply.http(500),
  reply.http(503),
  reply.http(429, { retryAfter: 1 }),
  reply.http(404),
  reply.empty(),
  reply.notJson(),
  reply.truncated(),
  reply.reset('before'),
  reply.reset('after'),
  reply.reset('mid-body'),
];

/** Draws faults by chance. */
export class Chaos {
  readonly #options: Required<ChaosOptions>;
  readonly #rows = new Map<string, () => number>();

  constructor({ rate, seed = 1, kinds = passing, on = ['any'] }: ChaosOptions) {
    this.#options = { rate, seed, kinds, on };
  }

  /** The fault that a request meets, if it meets one. */
  draw(occasions: readonly Occasion[], servo: string): Reply | undefined {
    const { rate, kinds, on } = this.#options;
    if (!occasions.some((occasion) => on.includes(occasion))) return undefined;
    const random = this.#row(servo);
    return random() < rate ? kinds[Math.floor(random() * kinds.length)] : undefined;
  }

  #row(servo: string): () => number {
    const known = this.#rows.get(servo);
    if (known) return known;
    const fresh = mulberry32(hash(servo, this.#options.seed));
    this.#rows.set(servo, fresh);
    return fresh;
  }
}

function hash(text: string, seed: number): number {
  return Buffer.from(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16_777_619), seed);
}

/** Numbers from 0 to 1 that look random; by Tommy Ettinger, in the public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
