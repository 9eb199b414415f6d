import type { Check } from './check.js';

/** Which checks to run; the parts are joined by AND, and an empty filter matches all. */
export interface CheckFilter {
  readonly name?: TextFilter | undefined;
  readonly id?: TextFilter | undefined;
  /** Matches checks that have at least one of these tags; an empty list matches none. */
  readonly tags?: readonly string[] | undefined;
  /** Run only what matches: no critical check before it, even if the order asks for it. */
  readonly exclusive?: boolean | undefined;
}

/** The exact text, one of several, or an expression that is searched for. */
export type TextFilter = string | readonly string[] | RegExp;

/** Whether a check is meant. */
export function matchesCheck({ name, id, tags }: Pick<Check, 'name' | 'id' | 'tags'>, filter: CheckFilter): boolean {
  return (
    matchesText(name, filter.name) &&
    matchesText(id, filter.id) &&
    (filter.tags === undefined || filter.tags.some((tag) => tags?.includes(tag)))
  );
}

function matchesText(text: string, filter: TextFilter | undefined): boolean {
  if (filter === undefined) return true;
  if (typeof filter === 'string') return text === filter;
  return filter instanceof RegExp ? text.search(filter) >= 0 : filter.includes(text);
}
