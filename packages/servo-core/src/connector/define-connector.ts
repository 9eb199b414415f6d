import { type CheckHandler, checkDeclarations, type CheckOptions } from '../checks/check-declaration.js';
import type { ConfigSchema, InferConfig } from '../config/config-schema.js';
import type { AfterHandler } from '../events/after.js';
import type { BeforeHandler } from '../events/before.js';
import type { EventWrapper } from '../events/event.js';
import type { EventName } from '../events/event-map.js';
import { type HandlerDeclaration, handlerDeclarations } from '../events/handler-declaration.js';
import type { OnHandler } from '../events/on.js';
import { Connector } from './connector.js';
import type { ConnectorCommands } from './connector-command.js';
import type { ConnectorClass } from './connector-class.js';
import { checkId } from '../model/check.js';

/** A check of a connector that is written as data. */
export interface CheckDefinition extends CheckOptions {
  readonly run: CheckHandler;
}

/** A connector as data: handlers by event name, checks by name. `this` in each is the connector. */
export interface ConnectorDefinition<S extends ConfigSchema> {
  readonly config?: S;
  readonly before?: { readonly [E in EventName]?: BeforeHandler<E> } & ThisType<Connector<InferConfig<S>>>;
  readonly on?: { readonly [E in EventName]?: OnHandler<E> } & ThisType<Connector<InferConfig<S>>>;
  readonly after?: { readonly [E in EventName]?: AfterHandler<E> } & ThisType<Connector<InferConfig<S>>>;
  /** Events of the connector's own, with what goes around their handlers. */
  readonly events?: { readonly [E in EventName]?: EventWrapper<E> } & ThisType<Connector<InferConfig<S>>>;
  readonly checks?: Readonly<Record<string, CheckDefinition>> & ThisType<Connector<InferConfig<S>>>;
  /** What it adds to the command line. */
  readonly commands?: ConnectorCommands<Connector<InferConfig<S>>>;
}

/**
 * Makes a connector class without decorators, for plain JavaScript.
 *
 * @example
 * export const pinger = defineConnector({
 *   config: z.strictObject({ url: z.url() }),
 *   on: { metrics: () => [metric('up')] },
 * });
 */
export function defineConnector<S extends ConfigSchema>(
  definition: ConnectorDefinition<S>,
): ConnectorClass<InferConfig<S>> {
  class Defined extends Connector<InferConfig<S>> {
    static override readonly config = definition.config;
    static readonly commands = definition.commands;
  }
  const { before, on, after, events, checks } = definition;
  const metadata: DecoratorMetadata = {};
  Object.defineProperty(Defined, Symbol.metadata, { value: metadata });
  const add = (name: string, run: unknown): { kind: 'method'; name: string; metadata: DecoratorMetadata } => {
    Object.defineProperty(Defined.prototype, name, { value: run });
    return { kind: 'method', name, metadata };
  };
  const phases: readonly [HandlerDeclaration['phase'], object | undefined][] = [
    ['before', before],
    ['on', on],
    ['after', after],
    ['around', events],
  ];
  for (const [phase, handlers] of phases)
    for (const [event, run] of Object.entries(handlers ?? {})) {
      const context = add(`${phase}:${event}`, run);
      handlerDeclarations.add(phase, context, { phase, event, method: context.name });
    }
  for (const [name, { run, ...options }] of Object.entries<CheckDefinition>(checks ?? {})) {
    const context = add(`check:${name}`, run);
    checkDeclarations.add('check', context, {
      id: checkId(name),
      ...options,
      name,
      method: context.name,
      multiple: false,
    });
  }
  return Defined;
}
