import { separateValues } from './separate-values.js';
import { readAhead } from './read-ahead.js';

const letters = /^-[hqV]+$/; // those of options that take no value

/** What a command line says of a switch, before it is parsed; `undefined` where it says nothing. The last word counts. */
export function givenSwitch(argv: readonly string[], name: string, letter?: string): boolean | undefined {
  const given = readAhead(argv).options.findLast((word) => isMeant(word, name, letter));
  if (given === undefined) return undefined;
  const next = separateValues(argv)[separateValues(argv).indexOf(given) + 1];
  return !(given.startsWith(`--no-${name}`) || given.endsWith('=false') || next === 'false');
}

function isMeant(word: string, name: string, letter: string | undefined): boolean {
  if (letter !== undefined && letters.test(word) && word.includes(letter)) return true;
  return /^--(?:no-)?([^=]+)/.exec(word)?.[1] === name;
}
