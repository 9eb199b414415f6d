import { type HandlerDeclaration, handlerDeclarations } from './handler-declaration.js';

/** Returns what a connector class handles, in the order it was written, parents first. */
export function handlersOf(type: object): readonly HandlerDeclaration[] {
  return handlerDeclarations.of(type);
}
