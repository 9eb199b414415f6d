import { ConfigurationError, ServoError } from '@servo/core';
import { CommandLineError } from './command-line-error.js';
import { commandLineExcerpt } from './command-line-excerpt.js';

/** Codes of errors that are about a word of the command line when their message quotes one. */
const aboutWords = /^(CONFIGURATION_KEY|USAGE|SETTING|DURATION|METRIC|COMPONENT|CONNECTOR|SERVO|LOG|ADJUSTMENT)_/;

/** Shows the word of the command line that an error quotes; an error that quotes none stays as it is. */
export function wordMeant(thrown: unknown, argv: readonly string[]): unknown {
  if (thrown instanceof CommandLineError && thrown.excerpt) return thrown;
  if (!(thrown instanceof ServoError) || thrown instanceof ConfigurationError || !aboutWords.test(thrown.code))
    return thrown;
  const found = argv
    .flatMap((word, index) => partsOf(word).map((part) => ({ index, part })))
    .find(({ part }) => quotes(thrown.message, part));
  if (!found) return thrown;
  const { code, message, hint, cause, details } = thrown;
  const excerpt = commandLineExcerpt(argv, found.index, found.part);
  return new CommandLineError(code, message, { hint, cause, details, excerpt });
}

/** A word, and what stands in it before and after the first `=`. */
function partsOf(word: string): readonly string[] {
  const [before = '', ...after] = word.split('=');
  const value = after.join('=');
  return word.startsWith('-') ? [value].filter(Boolean) : [word, before, value].filter(Boolean);
}

function quotes(message: string, part: string): boolean {
  return (
    [`"${part}"`, `'${part}'`, ` ${part};`].some((each) => message.includes(each)) || message.startsWith(`${part}: `)
  );
}
