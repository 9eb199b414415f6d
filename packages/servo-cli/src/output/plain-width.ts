import { stripVTControlCharacters } from 'node:util';

/**
 * How many columns a text takes that has one column for each character, as the help has. The build puts it in the place
 * of `string-width`, which yargs asks: that one loads the Unicode tables of the world, for longer than yargs itself takes.
 */
export default function plainWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
