import { maskSecrets } from '@servo/core';
import { type EffectiveValue, looksSecret } from '@servo/core/runtime';

const mask = '[secret]';

/** What of a value may be shown: secrets are masked, and so is what is called like one or carries one. */
export function shownValue({ path, value, secret }: EffectiveValue): unknown {
  if (secret) return mask;
  if (typeof value !== 'string') return value;
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  if (looksSecret(name) && value !== '') return mask;
  const field: unknown = JSON.parse(maskSecrets(JSON.stringify({ [name]: value }))); // a header tells by its name
  return (field as Readonly<Record<string, unknown>>)[name]; // it had that key
}
