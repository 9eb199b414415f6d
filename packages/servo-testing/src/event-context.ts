import {
  type Clock,
  type Dispatch,
  EventCancelledError,
  type EventContext,
  type EventName,
  type Logger,
  type Phase,
  type Reading,
  ServoError,
} from '@servo/core';
import { FakeClock } from './fake-clock.js';
import { fakeDispatch } from './fake-dispatch.js';
import { recordingLogger } from './recording-logger.js';

/** What replaces a default of {@link eventContext}. */
export interface EventContextOptions<E extends EventName = EventName> {
  /** @default 'measure' */
  readonly event?: E;
  /** @default 'on' */
  readonly phase?: Phase;
  readonly commandUid?: string;
  /** Aborts the context too. */
  readonly signal?: AbortSignal;
  readonly deadline?: number;
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly dispatch?: Dispatch;
}

/** How far a handler said it was. */
export interface ProgressEntry {
  readonly percent: number;
  readonly message?: string | undefined;
}

/** A context that remembers what a handler did with it, and can be turned against the handler. */
export interface TestContext<E extends EventName = EventName> extends EventContext<E> {
  /** Every call of `progress()`. */
  readonly progressed: readonly ProgressEntry[];
  /** Every reading that was reported. */
  readonly reported: readonly Reading[];
  /** How many times the handler asked `guard()`. */
  readonly guarded: number;
  /** Aborts the handler's signal. */
  abort(reason?: unknown): void;
  /** Takes the handler's right to act: `guard()` throws `HANDLER_REVOKED` from now on. */
  revoke(): void;
}

/**
 * Makes the second argument of a handler.
 *
 * @example
 * const context = eventContext({ event: 'measure', clock });
 * const measuring = connector.measure({ control: control({ duration: '1m' }) }, context);
 * context.abort(new Error('enough'));
 * await expect(measuring).rejects.toThrow('enough');
 */
export function eventContext<E extends EventName = EventName>(options: EventContextOptions<E> = {}): TestContext<E> {
  const { event = 'measure' as E, phase = 'on', signal, ...rest } = options; // a context for any event is one for measure
  const controller = new AbortController();
  const progressed: ProgressEntry[] = [];
  const reported: Reading[] = [];
  let guarded = 0;
  let revoked = false;
  return {
    event,
    phase,
    logger: recordingLogger(),
    clock: new FakeClock(),
    dispatch: fakeDispatch(),
    ...rest,
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    progressed,
    reported,
    get guarded() {
      return guarded;
    },
    progress: (percent, message) => void progressed.push({ percent, message }),
    report: (reading) => void reported.push(reading),
    guard: () => {
      guarded += 1;
      if (revoked) throw new ServoError('HANDLER_REVOKED', `The handler of "${event}" has lost its right to act`);
    },
    cancel: (reason) => {
      throw new EventCancelledError(reason);
    },
    abort: (reason) => controller.abort(reason),
    revoke: () => {
      revoked = true;
    },
  };
}
