import type { LocatedIssue } from './schema-issue.js';

/** How the schema's library says it, where the author has no words of his own. */
const usualWords = /^(?:Too (?:small|big): |(?:Number|String|Array|Set) must (?:be|contain) )/;

const counted: Readonly<Record<string, readonly [one: string, several: string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
  set: [' entry', ' entries'],
};

/** Says what is expected of a number, or of how long something is: `at least 1`, `at most 5 entries`. */
export function expectedSize(issue: LocatedIssue): string | undefined {
  if (!usualWords.test(issue.message)) return undefined;
  const { code, inclusive = true, minimum, maximum, origin = issue.type } = issue;
  const [limit, bound] =
    code === 'too_small'
      ? [minimum, inclusive ? 'at least' : 'more than']
      : [maximum, inclusive ? 'at most' : 'less than'];
  if (limit === undefined) return undefined;
  const [one, several] = (origin !== undefined && counted[origin]) || ['', ''];
  return `${bound} ${limit}${Number(limit) === 1 ? one : several}`;
}
