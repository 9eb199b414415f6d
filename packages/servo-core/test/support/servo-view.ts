import type { ServoView } from '../../src/connector/current-context.js';

/** A servo as connectors see it, with none of them. */
export function servoView(name: string): ServoView {
  return { name, connectors: [], addConnector: () => Promise.resolve(), removeConnector: () => Promise.resolve() };
}
