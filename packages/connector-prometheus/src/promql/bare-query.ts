/** Texts and comments, of which whatever begins first holds the other. */
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*/gs;

/** A query in which texts and comments are blanks, so that what else there is stands where it stood. */
export function bareQuery(query: string): string {
  return query.replace(quoted, blanks);
}

/** As many blanks as a text has characters. */
export function blanks(text: string): string {
  return ' '.repeat(text.length);
}
