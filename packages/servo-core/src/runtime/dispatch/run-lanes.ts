import { contextStorage, type CurrentContext } from '../../connector/current-context.js';
import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import { HandlerError } from '../../errors/handler-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Phase } from '../../events/event-map.js';
import { over } from '../../time/over.js';
import type { EventDefinition } from './event-registry.js';
import type { Flight } from './flight.js';
import { handlerContext } from './handler-context.js';
import type { Lane } from './event-plan.js';
import type { MountedHandler } from './mounted-connector.js';
import { runHandler } from './run-handler.js';

/** What one connector's handlers answered in a phase, and the failure that ended them. */
export interface LaneOutcome {
  readonly lane: Lane;
  readonly answers: { readonly handler: string; readonly value: unknown }[];
  failure?: LaneFailure;
}

/** What ended a connector's handlers. */
export interface LaneFailure {
  readonly handler: string;
  readonly error: Error;
  /** The handler ignored its abort. */
  readonly abandoned?: boolean;
  /** The handler only obeyed the abort: the error is the abort's reason. */
  readonly echo?: boolean;
}

/** What a phase needs to know. */
export interface PhaseRun {
  readonly flight: Flight;
  readonly phase: Phase;
  readonly definition: EventDefinition;
  /** The event's input, or the results for `after` handlers. */
  readonly argument: unknown;
  /** Whether a failure leaves the other connectors alone. */
  readonly settle: boolean;
  /** Where the handlers run, for logs and for the rule against re-entrance. */
  readonly current: CurrentContext;
  /** How long a handler may ignore its abort, in milliseconds. */
  readonly patience: number;
}

/**
 * Runs the lanes of a phase concurrently. Answers at once where no handler waits, so that an event nobody waits for
 * costs little.
 */
export function runLanes(
  run: PhaseRun,
  lanes: readonly Lane[],
): readonly LaneOutcome[] | Promise<readonly LaneOutcome[]> {
  const outcomes: (LaneOutcome | Promise<LaneOutcome>)[] = [];
  let waiting = false;
  for (const lane of lanes) {
    if (run.flight.stopped && !run.settle) break; // one that settles says of each connector why it was not asked
    const outcome = startLane(run, lane);
    waiting ||= outcome instanceof Promise;
    outcomes.push(outcome);
  }
  // without a promise among them, the array is one of outcomes
  return waiting ? waitForLanes(run, lanes, outcomes) : (outcomes as LaneOutcome[]);
}

function startLane(run: PhaseRun, lane: Lane): LaneOutcome | Promise<LaneOutcome> {
  const outcome: LaneOutcome = { lane, answers: [] };
  const context = handlerContext(run.flight, lane.connector, run.phase);
  const current: CurrentContext = { ...run.current, connector: lane.connector.name, event: context };
  const call = (handler: MountedHandler): unknown =>
    contextStorage.run(current, runHandler, handler, run.definition, run.argument, context);
  for (let index = 0; index < lane.handlers.length; index++) {
    const handler = lane.handlers[index] as MountedHandler; // the loop's bound
    if (run.flight.stopped) return fail(run, outcome, handler, run.flight.reason);
    try {
      const value = call(handler);
      if (isPromiseLike(value)) return finishLane(run, outcome, { call, index, value });
      outcome.answers.push({ handler: handler.method, value });
    } catch (error) {
      return fail(run, outcome, handler, error);
    }
  }
  return outcome;
}

async function finishLane(
  run: PhaseRun,
  outcome: LaneOutcome,
  { call, index, value }: { call: (handler: MountedHandler) => unknown; index: number; value: unknown },
): Promise<LaneOutcome> {
  for (const [offset, handler] of outcome.lane.handlers.slice(index).entries()) {
    if (offset > 0 && run.flight.stopped) return fail(run, outcome, handler, run.flight.reason);
    try {
      outcome.answers.push({ handler: handler.method, value: await (offset === 0 ? value : call(handler)) });
    } catch (error) {
      return fail(run, outcome, handler, error);
    }
  }
  return outcome;
}

function fail(run: PhaseRun, outcome: LaneOutcome, handler: MountedHandler, thrown: unknown): LaneOutcome {
  const echo = run.flight.stopped && isEcho(thrown, run.flight.reason);
  const error = explain(run, outcome.lane, handler, thrown);
  outcome.failure ??= { handler: handler.method, error, echo };
  if (!run.settle) run.flight.abort(error);
  return outcome;
}

/** Whether an error only says that the abort was obeyed; Node's own functions wrap the reason into an `AbortError`. */
function isEcho(thrown: unknown, reason: unknown): boolean {
  if (thrown === reason) return true;
  return thrown instanceof Error && (thrown.name === 'AbortError' || thrown.cause === reason);
}

function explain({ flight, phase }: PhaseRun, { connector }: Lane, { method }: MountedHandler, thrown: unknown): Error {
  if (thrown instanceof EventCancelledError && phase !== 'before')
    return new ServoError(
      'EVENT_CANCEL_MISPLACED',
      `Cannot cancel an event from an ${phase} handler (${connector.name}.${method}, "${flight.event}")`,
    );
  if (thrown instanceof ServoError) return thrown;
  return new HandlerError({ connector: connector.name, event: flight.event, phase, handler: method }, thrown);
}

async function waitForLanes(
  run: PhaseRun,
  lanes: readonly Lane[],
  outcomes: readonly (LaneOutcome | Promise<LaneOutcome>)[],
): Promise<readonly LaneOutcome[]> {
  const settled = new Map<Lane, LaneOutcome>();
  const all = outcomes.map(async (each) => {
    const outcome = await each;
    settled.set(outcome.lane, outcome);
    return outcome;
  });
  const done = new AbortController();
  try {
    const lost = patienceEnds(run, done.signal).then(() =>
      lanes.slice(0, outcomes.length).map((lane) => settled.get(lane) ?? abandon(run, lane)),
    );
    return await Promise.race([Promise.all(all), lost]);
  } finally {
    done.abort(over);
  }
}

/** Resolves when an abort has been ignored for too long; never after `done`. */
async function patienceEnds({ flight, patience }: PhaseRun, done: AbortSignal): Promise<void> {
  await aborted(flight.signal, done);
  await flight.clock.sleep(patience, { signal: done }).catch(() => new Promise(() => {})); // done: nobody waits any more
}

/** Answers in place of handlers that do not end, and takes their right to act. */
function abandon({ flight, patience }: PhaseRun, lane: Lane): LaneOutcome {
  flight.revoke(lane.connector);
  const { name } = lane.connector;
  const handler = lane.handlers.at(-1)?.method ?? flight.event;
  const error = new ServoError(
    'HANDLER_ABANDONED',
    `Connector "${name}" ignored the abort of "${flight.event}" for ${patience / 1_000}s and was abandoned`,
    { hint: `Pass context.signal to everything that ${handler}() waits for.` },
  );
  return { lane, answers: [], failure: { handler, error, abandoned: true } };
}

function aborted(signal: AbortSignal, done: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true, signal: done });
  });
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
