import { indented } from './indented.js';

/** Makes the lines of a mapping one item of a list; where it holds comments alone, as those are no mapping. */
export function itemLines([first = '', ...rest]: readonly string[], hasKeys: boolean): readonly string[] {
  return hasKeys ? [`- ${first}`, ...indented(rest)] : ['- {}', ...indented([first, ...rest])];
}
