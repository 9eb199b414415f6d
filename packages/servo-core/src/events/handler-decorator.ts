import type { ConnectorPort } from './connector-port.js';

/** A decorator for public instance methods of connectors that have the right input and result. */
export type HandlerDecorator<Handler> = (
  method: Handler,
  context: ClassMethodDecoratorContext<ConnectorPort> & { readonly static: false; readonly private: false },
) => void;

/** A value or a promise of it. */
export type Awaitable<T> = T | PromiseLike<T>;
