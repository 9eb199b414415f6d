import { UsageComplaint } from './usage-complaint.js';

/** What the parser knows of the options and arguments of a command line, by their names. */
export interface DeclaredValues {
  readonly key: Readonly<Record<string, unknown>>;
  readonly array: readonly string[];
  readonly string: readonly string[];
  readonly number: readonly string[];
  readonly boolean: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Refuses what the parser lets through: an option given twice that has one value, what is no number or no truth value, and `--no-`
 * before, or `.part` after, the name of an option that has a value.
 *
 * @param words - The options as they were written: the parser takes any other text than `true` for false.
 * @throws {@link UsageComplaint}
 */
export function checkValues(
  args: Given,
  { key, array, string, number, boolean }: DeclaredValues,
  words: readonly string[] = [],
): true {
  for (const word of words) {
    const [, name = '', given = 'true'] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    if (boolean.includes(name.slice(2)) && given !== 'true' && given !== 'false')
      throw new UsageComplaint(`Expected ${name} alone, or ${name}=true or ${name}=false; got ${given}`);
  }
  for (const name of Object.keys(key)) {
    const given = args[name];
    if (given === undefined || array.includes(name)) continue;
    const option = name.length === 1 ? `-${name}` : `--${name}`;
    if (Array.isArray(given)) throw new UsageComplaint(`Expected ${option} once, got ${given.join(' and ')}`);
    if (number.includes(name) && !Number.isFinite(given)) throw new UsageComplaint(`Expected a number after ${option}`);
    if (string.includes(name) && typeof given !== 'string') throw new UsageComplaint(`Expected ${option} and a value`);
  }
  return true;
}
