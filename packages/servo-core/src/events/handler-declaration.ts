import { Declarations, type MethodContext } from './declarations.js';
import type { Phase } from './event-map.js';

/** That a method handles an event in a phase, or (`around`) that it defines an event and wraps its handlers. */
export interface HandlerDeclaration {
  readonly phase: Phase | 'around';
  readonly event: string;
  readonly method: string | symbol;
}

/** The handlers that decorators declared. Internal: not covered by semver. */
export const handlerDeclarations: Declarations<HandlerDeclaration> = new Declarations(
  'handlers',
  ({ phase, event, method }) => `${phase} ${event} ${String(method)}`,
);

/** Makes the decorator of a phase. Internal: not covered by semver. */
export function declareHandler(phase: HandlerDeclaration['phase'], event: string) {
  return (_method: unknown, context: MethodContext): void =>
    handlerDeclarations.add(`${phase === 'around' ? 'event' : phase}("${event}")`, context, {
      phase,
      event,
      method: context?.name,
    });
}
