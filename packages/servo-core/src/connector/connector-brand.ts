const connectorBrand = Symbol.for('@servo/core/connector@1');

/** Marks a class as a connector for every copy of this package. Internal: not covered by semver. */
export function brandConnector(type: object): void {
  Object.defineProperty(type, connectorBrand, { value: true }); // not in the type: it would leak into authors' .d.ts
}

/** Whether a value is a class that was marked, or a subclass of one. Internal: not covered by semver. */
export function hasConnectorBrand(value: unknown): boolean {
  return typeof value === 'function' && connectorBrand in value;
}
