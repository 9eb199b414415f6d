import { ServoError } from '../errors/servo-error.js';
import { Duration, type DurationLike } from '../time/duration.js';

/** How an operation is to be carried out. */
export interface Control {
  /** The length of the operation itself. */
  readonly duration: Duration;
  /** Extra wait after it, so that metrics become readable. */
  readonly delay: Duration;
  /** Wait before it, not measured. */
  readonly warmup: Duration;
  /** Wait after an adjustment; absent where the connector's own configuration decides. */
  readonly settlement?: Duration | undefined;
  /** A load profile; its form belongs to the load connector. */
  readonly load?: Readonly<Record<string, unknown>> | undefined;
  readonly userdata?: Readonly<Record<string, unknown>> | undefined;
  readonly environment?: Readonly<Record<string, unknown>> | undefined;
}

/** What {@link control} takes: numbers are seconds, `null` counts as absent, `past` is an older name of `delay`. */
export interface ControlInput {
  readonly duration?: DurationLike | null | undefined;
  readonly delay?: DurationLike | null | undefined;
  readonly past?: DurationLike | null | undefined;
  readonly warmup?: DurationLike | null | undefined;
  readonly settlement?: DurationLike | null | undefined;
  readonly load?: Readonly<Record<string, unknown>> | null | undefined;
  readonly userdata?: Readonly<Record<string, unknown>> | null | undefined;
  readonly environment?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Makes a control from what an optimizer or a person wrote. The duration is 1 s unless given, and 0 when `null`.
 *
 * @throws {@link ServoError} `CONTROL_INVALID` when `past` and `delay` differ, `DURATION_INVALID` for a bad duration.
 * @example
 * control({ duration: '3m', warmup: 30 });
 */
export function control(input: ControlInput = {}): Control {
  const { load, userdata, environment, settlement } = input;
  return {
    duration: input.duration === undefined ? new Duration(1_000) : Duration.from(input.duration ?? 0),
    delay: delayOf(input),
    warmup: Duration.from(input.warmup ?? 0),
    ...(settlement != null && { settlement: Duration.from(settlement) }),
    ...(load && { load }),
    ...(userdata && { userdata }),
    ...(environment && { environment }),
  };
}

function delayOf({ past, delay }: ControlInput): Duration {
  const chosen = Duration.from(delay ?? past ?? 0);
  if (past == null || chosen.equals(past)) return chosen;
  throw new ServoError(
    'CONTROL_INVALID',
    `Expected "past" and "delay" to agree, got ${String(past)} and ${String(delay)}`,
    {
      hint: 'Use "delay" alone; "past" is its older name.',
    },
  );
}
