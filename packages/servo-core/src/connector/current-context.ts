import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventContext } from '../events/event-context.js';

/** What a connector may know of the servo that it is part of. */
export interface ServoView {
  readonly name: string;
  /** The names of its connectors, in the order of servo.yaml. */
  readonly connectors: readonly string[];
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
