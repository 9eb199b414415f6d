type Class = abstract new (...args: never[]) => object;

/**
 * Gives a class an identity that survives a second copy of this package in one process: `instanceof` then asks for the
 * brand instead of the prototype. Subclasses keep the ordinary meaning until they are branded themselves.
 *
 * Internal: not covered by semver.
 */
export function brand(type: Class, name: string): void {
  const key = Symbol.for(`@servo/core/${name}@1`);
  Object.defineProperty(type.prototype, key, { value: true });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (this !== type) return Function.prototype[Symbol.hasInstance].call(this as Class, value);
      return typeof value === 'object' && value !== null && key in value;
    },
  });
}
