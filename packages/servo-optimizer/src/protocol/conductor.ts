import type { WireCompletion, WireState } from '@servo/core/wire';

/** Numbers are seconds. */
export interface InstructedControl {
  readonly duration?: number;
  readonly warmup?: number;
}

/** Something for a servo to do and to report on. */
export type Order =
  | { readonly cmd: 'DESCRIBE'; readonly param: Readonly<Record<string, never>> }
  | {
      readonly cmd: 'ADJUST';
      readonly param: {
        readonly state: WireState;
        readonly control?: { readonly userdata: Readonly<Record<string, unknown>> };
      };
    }
  | {
      readonly cmd: 'MEASURE';
      readonly param: { readonly metrics: readonly string[]; readonly control: InstructedControl };
    };

/** Nothing to do for a while. */
export interface Rest {
  readonly cmd: 'SLEEP';
  readonly seconds: number;
  readonly reason: string;
  /** Whether there will never be anything to do again, and how it ended. */
  readonly over?: 'Done' | 'Failed' | undefined;
}

/**
 * Who decides what a servo does. Called by the protocol server, never twice at the same time; what rejects is tried again.
 */
export interface Conductor {
  /** What to do next. */
  next(): Promise<Order | Rest>;
  /**
   * The order given last has been carried out, or could not be. Resolves when that is stored; where it rejects, the
   * completion counts as not received, and comes again.
   */
  completed(order: Order, completion: WireCompletion): Promise<void>;
  /** The servo left in good order. Resolves when that is stored. */
  left(): Promise<void>;
  /** The servo started anew: the order given last will not be completed, and the target may have been changed back. */
  restarted(): void;
}
