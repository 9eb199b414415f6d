import { SecretIndex } from './secret-index.js';

interface KnownSecrets {
  readonly index: SecretIndex;
  /** Forgets the value of a secret that nobody holds any more. */
  readonly gone: FinalizationRegistry<string>;
}

const key = Symbol.for('@servo/core/secrets@1');
const holder = globalThis as { [key]?: KnownSecrets }; // one index for every copy of this package

function create(): KnownSecrets {
  const index = new SecretIndex();
  return { index, gone: new FinalizationRegistry((value) => index.remove(value)) };
}

const known = (holder[key] ??= create());

/** Lets the value of a secret be found in texts for as long as the secret is held. */
export function rememberSecret(secret: object, value: string): void {
  known.index.add(value);
  known.gone.register(secret, value);
}

/** Replaces the value of every secret of this process in a text. */
export function maskKnownSecrets(text: string): string {
  return known.index.mask(text);
}
