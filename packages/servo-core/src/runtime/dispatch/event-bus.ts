import {
  contextStorage,
  type AssemblyView,
  type CurrentContext,
  type ServoView,
} from '../../connector/current-context.js';
import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Dispatch } from '../../events/dispatch.js';
import type { EventInput, EventName, Phase } from '../../events/event-map.js';
import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import { createDispatch } from './create-dispatch.js';
import { type ConnectorFailure, DispatchError } from './dispatch-error.js';
import type { DispatchScope } from './dispatch-scope.js';
import { type EventPlan, type Lane, planEvent, selectLanes } from './event-plan.js';
import { type EventDefinition, eventRegistry } from './event-registry.js';
import { eventResults } from './event-results.js';
import { Flight } from './flight.js';
import type { KnownEvent } from './known-event.js';
import type { MountedConnector } from './mounted-connector.js';
import { validateEvent } from './run-handler.js';
import { type LaneOutcome, type PhaseRun, runLanes } from './run-lanes.js';
import type { SendOptions, Sent } from './send.js';

/** What an {@link EventBus} is made of. */
export interface EventBusOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly servo: ServoView;
  readonly assembly?: AssemblyView | undefined;
  /** Told of a connector whose handler ignored its abort; its instance is of no use any more. */
  readonly onAbandoned?: ((connector: string) => void) | undefined;
  /**
   * How long a handler may ignore its abort, in milliseconds.
   * @default 10_000
   */
  readonly patience?: number;
}

const phases: readonly Phase[] = ['before', 'on', 'after'];

interface Chain extends CurrentContext {
  readonly chain?: readonly string[];
  readonly scope?: DispatchScope;
  /** The dispatch that a handler runs in: its abort is also that of what the handler sends. */
  readonly flight?: Flight;
}

/** Carries events to the connectors of one servo. The rules are on {@link Dispatch}. */
export class EventBus {
  readonly dispatch: Dispatch;
  readonly #options: EventBusOptions;
  #connectors: readonly MountedConnector[] = [];
  #events: ReadonlyMap<string, EventDefinition> = eventRegistry([]);
  #plans = new Map<string, EventPlan>();

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.dispatch = createDispatch((event, input, how) => this.send(event, input, how));
  }

  get connectors(): readonly MountedConnector[] {
    return this.#connectors;
  }

  /** Replaces the connectors; dispatches in flight keep the ones they started with. */
  set connectors(connectors: readonly MountedConnector[]) {
    this.#events = eventRegistry(connectors);
    this.#connectors = connectors;
    this.#plans.clear();
  }

  /** The events that may be sent, core's first, and who handles them. */
  get events(): readonly KnownEvent[] {
    return [...this.#events].map(([name, { owner }]) => {
      const plan = this.#plan(name);
      const handlers = phases.flatMap((phase) =>
        plan[phase].map(({ connector }) => ({ connector: connector.name, phase })),
      );
      return { name, owner, handlers };
    });
  }

  /** Whether some connector carries out an event. */
  handles(event: string): boolean {
    return this.#plan(event).on.length > 0;
  }

  /** Sends an event. */
  async send<E extends EventName>(event: E, input: EventInput<E>, options: SendOptions = {}): Promise<Sent<E>> {
    const definition = this.#definition(event);
    const current: Chain = contextStorage.getStore() ?? {};
    if (current.chain?.includes(event)) throw reentrant(event, current.chain);
    const signal = joined(options.signal, current.flight);
    signal?.throwIfAborted();
    const scope = options.scope ?? current.scope ?? {};
    const flight = new Flight({ event, clock: this.#options.clock, dispatch: this.dispatch, scope, signal });
    const schema = definition.schemas?.input;
    const argument = schema ? await validateEvent(schema, input, `the input of "${event}"`) : input;
    const settle = options.settle ?? false;
    const patience = this.#options.patience ?? 10_000;
    const run = { flight, definition, settle, patience, current: this.#current(event, current, flight) };
    try {
      return await this.#carryOut({ event, argument, options: { ...options, signal }, run });
    } finally {
      flight.end();
    }
  }

  async #carryOut<E extends EventName>({
    event,
    argument,
    options,
    run,
  }: {
    readonly event: E;
    readonly argument: unknown;
    readonly options: SendOptions;
    readonly run: Omit<PhaseRun, 'phase' | 'argument'>;
  }): Promise<Sent<E>> {
    const plan = this.#plan(event);
    const before = this.#phase({ ...run, phase: 'before', argument }, selectLanes(plan, 'before', options));
    const refused = before instanceof Promise ? await before : before;
    const cancelled = this.#cancellation(event, refused);
    if (cancelled) return { results: [], cancelled };
    this.#throwFailures(event, refused, options);

    const { answering } = options;
    const lanes = selectLanes(plan, 'on', options).filter(
      ({ connector: { name } }) => answering?.includes(name) ?? true,
    );
    const on = this.#phase({ ...run, phase: 'on', argument }, options.first ? lanes.slice(0, 1) : lanes);
    const answered = on instanceof Promise ? await on : on;
    this.#throwFailures(event, answered, options);
    const now = this.#options.clock.now();
    const results = eventResults(event, answered, now);

    const seen = results.filter((result) => 'value' in result);
    const after = this.#phase({ ...run, phase: 'after', argument: seen }, selectLanes(plan, 'after', options));
    const reviewed = after instanceof Promise ? await after : after;
    this.#throwFailures(event, reviewed, options);
    // of the other phases only failures are results
    const failures = (outcomes: readonly LaneOutcome[]) =>
      eventResults(event, outcomes, now).filter((result) => 'error' in result);
    return { results: [...failures(refused), ...results, ...failures(reviewed)] };
  }

  #phase(run: PhaseRun, lanes: readonly Lane[]): readonly LaneOutcome[] | Promise<readonly LaneOutcome[]> {
    return lanes.length === 0 ? [] : runLanes(run, lanes);
  }

  #cancellation(event: string, outcomes: readonly LaneOutcome[]): EventCancelledError | undefined {
    const found = outcomes.filter(({ failure }) => failure?.error instanceof EventCancelledError);
    const [first] = found;
    if (!first?.failure) return undefined;
    const names = found.map(({ lane }) => `"${lane.connector.name}"`).join(', ');
    this.#options.logger.warn(`Event "${event}" was cancelled by ${names}: ${first.failure.error.message}`);
    this.#reportAbandoned(outcomes);
    for (const { lane, failure } of outcomes)
      if (failure && !failure.echo && !(failure.error instanceof EventCancelledError))
        this.#options.logger.error(
          `Connector "${lane.connector.name}" failed before "${event}": ${failure.error.message}`,
        );
    return first.failure.error as EventCancelledError; // what the filter found
  }

  #reportAbandoned(outcomes: readonly LaneOutcome[]): void {
    for (const { lane, failure } of outcomes) if (failure?.abandoned) this.#options.onAbandoned?.(lane.connector.name);
  }

  #throwFailures(event: string, outcomes: readonly LaneOutcome[], { settle, signal }: SendOptions): void {
    const found = outcomes.flatMap(({ lane, failure }) =>
      failure ? [{ connector: lane.connector.name, ...failure }] : [],
    );
    this.#reportAbandoned(outcomes);
    if (settle) return found.forEach(({ error }) => this.#warnOfMisplacedCancel(error));
    const failures: readonly ConnectorFailure[] = found.filter(({ echo }) => !echo);
    if (failures.length > 0) throw new DispatchError(event, failures);
    signal?.throwIfAborted();
  }

  #warnOfMisplacedCancel(error: Error): void {
    if (error instanceof ServoError && error.code === 'EVENT_CANCEL_MISPLACED')
      this.#options.logger.warn(error.message);
  }

  #definition(event: string): EventDefinition {
    const definition = this.#events.get(event);
    if (definition) return definition;
    throw new ServoError('EVENT_UNKNOWN', `Unknown event "${event}"; known are ${[...this.#events.keys()].join(', ')}`);
  }

  #plan(event: string): EventPlan {
    const known = this.#plans.get(event);
    if (known) return known;
    const plan = planEvent(event, this.#connectors);
    this.#plans.set(event, plan);
    return plan;
  }

  #current(event: string, { chain = [], commandUid }: Chain, flight: Flight): Chain {
    const { servo, assembly } = this.#options;
    const { scope } = flight;
    return { assembly, servo, commandUid: scope.commandUid ?? commandUid, chain: [...chain, event], scope, flight };
  }
}

function joined(signal: AbortSignal | undefined, outer: Flight | undefined): AbortSignal | undefined {
  if (!outer) return signal;
  return signal ? AbortSignal.any([signal, outer.signal]) : outer.signal;
}

function reentrant(event: string, chain: readonly string[]): ServoError {
  return new ServoError(
    'EVENT_REENTRANT',
    `Event "${event}" was sent while it was being handled (${chain.join(' → ')})`,
    {
      hint: 'A handler must not send the event that it handles.',
    },
  );
}
