import { ServoError } from '@servo/core';
import { type EffectiveValue, nearestName } from '@servo/core/documents';

/**
 * The values under some keys, or all: `settings`, `process.settings`.
 *
 * @throws {@link ServoError} `CONFIGURATION_KEY_UNKNOWN` for a key that none of the values has.
 */
export function selectedKeys<T extends EffectiveValue>(values: readonly T[], keys: readonly string[]): readonly T[] {
  if (keys.length === 0) return values;
  const named = values.map((value) => ({ value, names: namesOf(value) }));
  const known = [...new Set(named.flatMap(({ names }) => names))];
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown === undefined)
    return named.filter(({ names }) => names.some((name) => keys.includes(name))).map(({ value }) => value);
  const nearest = nearestName(unknown, known);
  const top = [...new Set(values.map(({ path }) => String(path[0])))];
  throw new ServoError('CONFIGURATION_KEY_UNKNOWN', `The configuration has no "${unknown}"`, {
    hint: nearest
      ? `Did you mean ${nearest}?`
      : `It has ${top.join(', ') || 'nothing'}; --defaults shows what nobody wrote, too.`,
  });
}

function namesOf({ path }: EffectiveValue): readonly string[] {
  return path.map((_, index) => path.slice(0, index + 1).join('.'));
}
