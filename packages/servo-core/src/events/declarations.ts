import './install-metadata.js';
import { ServoError } from '../errors/servo-error.js';

/** What a method decorator of the language is given, as far as it is read here. */
export interface MethodContext {
  readonly kind: 'method';
  readonly name: string | symbol;
  readonly metadata: DecoratorMetadata;
}

/**
 * A list of declarations that decorators leave in a class's metadata. Kept under a registered symbol, so that two copies
 * of this package read each other's declarations.
 *
 * Internal: not covered by semver.
 */
export class Declarations<D> {
  readonly #key: symbol;
  readonly #identity: (declaration: D) => string;

  /** @param identity tells whether an override replaces what its parent class declared. */
  constructor(name: string, identity: (declaration: D) => string) {
    this.#key = Symbol.for(`@servo/core/${name}@1`);
    this.#identity = identity;
  }

  /** Adds a declaration to the class whose method is being decorated. */
  add(decorator: string, context: MethodContext, declaration: D): void {
    if (typeof context !== 'object' || context === null) throw legacy(decorator);
    const { metadata } = context;
    if (!Object.hasOwn(metadata, this.#key)) metadata[this.#key] = [];
    (metadata[this.#key] as D[]).push(declaration); // only this class writes under the key
  }

  /** Returns the declarations of a class in order, its parents' first. */
  of(type: object): readonly D[] {
    const found = new Map<string, D>();
    for (const ancestor of lineage(type))
      for (const declaration of this.#own(ancestor)) found.set(this.#identity(declaration), declaration);
    return [...found.values()];
  }

  #own(type: object): readonly D[] {
    const metadata: unknown = Object.getOwnPropertyDescriptor(type, Symbol.metadata)?.value;
    if (typeof metadata !== 'object' || metadata === null || !Object.hasOwn(metadata, this.#key)) return [];
    return (metadata as Record<symbol, readonly D[]>)[this.#key] ?? []; // only this class writes under the key
  }
}

/** The class chain, walked by hand: not every compiler links a subclass's metadata to its parent's. */
function lineage(type: object): readonly object[] {
  const chain: object[] = [];
  for (let each: object | null = type; each; each = Object.getPrototypeOf(each) as object | null) chain.unshift(each);
  return chain;
}

function legacy(decorator: string): ServoError {
  return new ServoError('DECORATOR_LEGACY', `@${decorator} is a standard decorator`, {
    hint: 'Remove "experimentalDecorators" from tsconfig.json.',
  });
}
