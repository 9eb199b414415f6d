import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventContext } from '../events/event-context.js';
import type { ConnectorSpec } from './connector-spec.js';

/** What a connector may know of the servo that it is part of. */
export interface ServoView {
  readonly name: string;
  /** The names of its connectors, in the order of servo.yaml. */
  readonly connectors: readonly string[];
  /**
   * Adds a connector: it is attached, and started where the servo runs. One that a connector adds goes with it, and is to
   * be added anew by its next instance.
   *
   * @throws {@link ServoError} `CONNECTOR_NAME_TAKEN`, or what attaching it throws: it is then not added.
   */
  addConnector<Config>(spec: ConnectorSpec<Config>): Promise<void>;
  /**
   * Stops, detaches and disposes a connector, the caller's own perhaps, with those that it added.
   *
   * @throws {@link ServoError} `CONNECTOR_NOT_FOUND`
   */
  removeConnector(name: string): Promise<void>;
}

/** What a connector may know of the process that it runs in. */
export interface AssemblyView {
  readonly servos: readonly ServoView[];
}

/** Where the running code belongs. */
export interface CurrentContext {
  readonly assembly?: AssemblyView | undefined;
  readonly servo?: ServoView | undefined;
  readonly connector?: string | undefined;
  readonly event?: EventContext | undefined;
  readonly commandUid?: string | undefined;
}

const key = Symbol.for('@servo/core/context@1');
const holder = globalThis as { [key]?: AsyncLocalStorage<CurrentContext> }; // one storage for every copy of this package

/** The storage behind {@link currentContext}. Internal: not covered by semver. */
export const contextStorage: AsyncLocalStorage<CurrentContext> = (holder[key] ??= new AsyncLocalStorage());

/** Tells to which servo, connector, event and command the running code belongs; empty outside of a handler. */
export function currentContext(): CurrentContext {
  return contextStorage.getStore() ?? {};
}

/** The servo that the running code belongs to. */
export function currentServo(): ServoView | undefined {
  return currentContext().servo;
}

/** The assembly that the running code belongs to. */
export function currentAssembly(): AssemblyView | undefined {
  return currentContext().assembly;
}
