/** Texts and comments, of which whatever begins first holds the other. */
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*/gs;
/** What holds no names of metrics: matchers, ranges, and lists of labels. */
const asides = /\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi;
/** Not a part of a number or a duration, and not a function. */
const name = /(?<![\w:.])[a-zA-Z_:][\w:]*(?![\w:])(?!\s*\()/g;
const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'group_left', 'group_right', 'inf', 'nan']);

/**
 * Returns what may be names of metrics in a query. It is read by its tokens alone, so that there may be a word too many, of
 * which a server has no series; a name that stands in a matcher (`{__name__="x"}`) is missed.
 *
 * @example
 * namesInQuery('sum by (job) (rate(a_total{code="500"}[1m])) / b'); // ['a_total', 'b']
 */
export function namesInQuery(query: string): readonly string[] {
  const found = query.replace(quoted, ' ').replace(asides, ' ').match(name) ?? [];
  return [...new Set(found)].filter((each) => !keywords.has(each.toLowerCase()));
}
