import { type EffectiveValue, maskRecord } from '@servo/core/documents';
import { nested } from './nested.js';

/** A value, and what of it may be shown. */
export interface ShownValue extends EffectiveValue {
  readonly shown: unknown;
}

const mask = '[secret]';

/**
 * Says what of the values of a configuration may be shown: secrets are masked, and so is what is called like one or
 * carries one.
 */
export function shownValues(values: readonly EffectiveValue[]): readonly ShownValue[] {
  const known = values.map(({ path, value, secret }) => ({ path, value: secret ? mask : value }));
  const masked = maskRecord(nested(known)); // as a whole: what stands before or around a value may tell of it
  return values.map((each) => {
    const empty = typeof each.value === 'object'; // nothing else is there that is no text, number or truth value
    return { ...each, shown: empty && !each.secret ? each.value : valueAt(masked, each.path) };
  });
}

function valueAt(tree: unknown, path: EffectiveValue['path']): unknown {
  // as nested() has put them together
  const found = path.reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], tree);
  return found === undefined ? mask : found; // its key was masked as well
}
