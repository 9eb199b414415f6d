import { separateValues } from './separate-values.js';

/** The form of the output that a command line asks for, also where it cannot be parsed; the last word counts. */
export function givenOutput(argv: readonly string[]): string | undefined {
  const words = separateValues(argv);
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  const found = options.flatMap((word, index) => {
    if (word === '-o' || word === '--output') return options[index + 1] ?? [];
    return word.startsWith('--output=') ? word.slice('--output='.length) : [];
  });
  return found.at(-1);
}
