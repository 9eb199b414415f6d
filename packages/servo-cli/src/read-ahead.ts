import { separateValues } from './separate-values.js';

/** What can be known of a command line before anything is loaded that understands it. */
export interface ReadAhead {
  /** The words that are neither options nor values of global ones: the command, and what follows it. */
  readonly words: readonly string[];
  readonly configFile?: string | undefined;
  /** The options, without the values of global ones. */
  readonly options: readonly string[];
}

const takesValue = new Set([
  '-c',
  '--config-file',
  '-n',
  '--name',
  '-o',
  '--output',
  '-l',
  '--log-level',
  '--log-file',
]);

/** Looks at a command line. */
export function readAhead(line: readonly string[]): ReadAhead {
  const argv = separateValues(line);
  const words: string[] = [];
  const options: string[] = [];
  let configFile: string | undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') break;
    (word.startsWith('-') ? options : words).push(word);
    const [, written] = /^--config-file=(.+)$/.exec(word) ?? [];
    if (written !== undefined) configFile = written;
    if (!takesValue.has(word)) continue;
    index += 1;
    if (word === '-c' || word === '--config-file') configFile = argv[index];
  }
  return { words, configFile, options };
}
