import { ServoError } from '../../errors/servo-error.js';
import type { Dispatch } from '../../events/dispatch.js';
import type { EventName } from '../../events/event-map.js';
import type { Clock } from '../../time/clock.js';
import type { DispatchScope } from './dispatch-scope.js';
import type { MountedConnector } from './mounted-connector.js';

/** What a {@link Flight} is made of. */
export interface FlightOptions {
  readonly event: EventName;
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly scope: DispatchScope;
  /** The caller's signal. */
  readonly signal?: AbortSignal | undefined;
}

/** One dispatch while it lasts: its signal, and which connectors lost their right to act. */
export class Flight {
  readonly event: EventName;
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly scope: DispatchScope;
  readonly #outer: AbortSignal | undefined;
  readonly #revoked = new Set<MountedConnector>();
  #inner: AbortController | undefined;
  #signal: AbortSignal | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #over = false;

  constructor({ event, clock, dispatch, scope, signal }: FlightOptions) {
    this.event = event;
    this.clock = clock;
    this.dispatch = dispatch;
    this.scope = scope;
    this.#outer = signal;
  }

  /** Aborts when the caller's signal does, or when a connector fails. Made when first asked for: most never ask. */
  get signal(): AbortSignal {
    if (this.#signal) return this.#signal;
    this.#inner = new AbortController();
    if (this.#failure) this.#inner.abort(this.#failure.reason);
    this.#signal = this.#outer ? AbortSignal.any([this.#outer, this.#inner.signal]) : this.#inner.signal;
    return this.#signal;
  }

  /** Whether no further handler is to be started. */
  get stopped(): boolean {
    return this.#failure !== undefined || this.#outer?.aborted === true;
  }

  /** Why no further handler is to be started. */
  get reason(): unknown {
    return this.#failure ? this.#failure.reason : this.#outer?.reason;
  }

  /** Ends the work of the other connectors. */
  abort(reason: unknown): void {
    this.#failure ??= { reason };
    this.#inner?.abort(reason);
  }

  /** Takes from a connector the right to change anything in this dispatch. */
  revoke(connector: MountedConnector): void {
    this.#revoked.add(connector);
  }

  /** Takes from all connectors the right to act: what they still do is no longer part of the dispatch. */
  end(): void {
    this.#over = true;
  }

  /** Throws when a connector may not act any more. One that is aborted may, until it is waited for no longer: to take back. */
  guard(connector: MountedConnector): void {
    if (!this.#over && !this.#revoked.has(connector)) return;
    throw new ServoError('HANDLER_REVOKED', `Connector "${connector.name}" may no longer act on "${this.event}"`, {
      hint: 'The command was ended; stop writing to the target.',
    });
  }
}
