import { blanks } from './bare-query.js';

/** What holds no names of metrics: matchers, ranges, and lists of labels. */
const asides = /\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi;
/** Not a part of a number or a duration, and not a function. */
const names = /(?<![\w:.])[a-zA-Z_:][\w:]*(?![\w:])(?!\s*\()/g;
const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'group_left', 'group_right', 'inf', 'nan']);

/** Where names of metrics may stand in a query without texts and comments. */
export function nameMatches(bare: string): readonly RegExpExecArray[] {
  const found = bare.replace(asides, blanks).matchAll(names);
  return [...found].filter(([name]) => !keywords.has(name.toLowerCase()));
}
