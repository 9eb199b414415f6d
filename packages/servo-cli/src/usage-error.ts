import { nearestName } from '@servo/core/documents';
import { CommandLineError } from './command-line-error.js';
import { commandLineExcerpt } from './command-line-excerpt.js';
import { commandTable } from './command-table.js';
import { formerCommand, formerOption } from './former-names.js';
import { readAhead } from './read-ahead.js';

/** What is known besides what the parser says. */
export interface UsageErrorOptions {
  readonly argv: readonly string[];
  /** The help of the command, where its options stand. */
  readonly help: string;
}

/** Puts what the parser of the command line says into a sentence that names what came, and what was perhaps meant. */
export function usageError(text: string, { argv, help }: UsageErrorOptions): CommandLineError {
  const command = commandNames.find((name) => argv.includes(name));
  const usage = `See servo ${command ? `${command} ` : ''}--help.`;
  const { message, hint, word, part } = explain(text, { argv, help, usage });
  const index = word === undefined ? -1 : argv.indexOf(word);
  return new CommandLineError('USAGE_INVALID', message, { hint, excerpt: commandLineExcerpt(argv, index, part) });
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
  /** The word of the command line that is wrong, and what of it. */
  readonly word?: string | undefined;
  readonly part?: string | undefined;
}

const commandNames = commandTable.map(({ name }) => name.replace(/ .*/, ''));

function explain(text: string, { argv, help, usage }: UsageErrorOptions & { readonly usage: string }): Explanation {
  const [, , named] = /^Unknown (argument|command)s?: (.*)$/.exec(text) ?? [];
  if (named !== undefined) return unknown(named.split(', '), { argv, help, usage });
  const invalid = [...text.matchAll(/Argument: (.+), Given: (.+), Choices: (.+)/g)];
  if (invalid.length > 0) {
    const wrong = invalid.map(
      ([, name = '', given, choices]) => `${asWritten(name, help)}: expected one of ${choices}, got ${given}`,
    );
    const given = /^"(.*)"$/.exec(invalid[0]?.[2] ?? '')?.[1] ?? '';
    const word =
      argv.find((each) => each === given) ?? argv.find((each) => each.endsWith(given) && each.startsWith('-'));
    return { message: wrong.join('; '), hint: usage, word, part: given };
  }
  const [, got, least] = /^Not enough non-option arguments: got (\d+), need at least (\d+)/.exec(text) ?? [];
  if (got !== undefined) return { message: `Expected at least ${least} argument, got ${got}`, hint: usage };
  const [, empty] = /^Not enough arguments following: (.+)$/.exec(text) ?? [];
  if (empty !== undefined)
    return { message: `Expected a value after ${optionName(empty)}`, hint: usage, word: optionWord(argv, empty) };
  return { message: text, hint: usage };
}

function unknown(
  named: readonly string[],
  { argv, help, usage }: UsageErrorOptions & { readonly usage: string },
): Explanation {
  const [first = ''] = readAhead(argv).words;
  const instead = named.includes(first) ? formerCommand(first) : undefined;
  if (instead) return { message: `Unknown command "${first}"`, hint: instead, word: first };
  const option = argv.find((word) => word.startsWith('-') && named.includes(nameOf(word)));
  if (option !== undefined) {
    const known = [...help.matchAll(/--([a-z][\w-]*)/g)].map(([, name = '']) => name);
    const nearest = nearestName(nameOf(option), known);
    const written = option.replace(/=.*/, '');
    const former = formerOption(
      nameOf(option),
      commandNames.find((name) => argv.includes(name)),
    );
    const suggestion = former ?? (nearest ? `Did you mean --${nearest}?` : usage);
    return { message: `Unknown option ${written}`, hint: suggestion, word: option, part: written };
  }
  const word = named[0] ?? '';
  if (commandNames.some((name) => argv.includes(name)))
    return { message: `Unexpected argument "${word}"`, hint: usage, word };
  const known = commandsIn(help);
  const nearest = nearestName(word, known.keys());
  return {
    message: `Unknown command "${word}"`,
    word,
    hint: nearest ? `Did you mean ${known.get(nearest)}?` : `The commands are ${[...known.keys()].join(', ')}.`,
  };
}

/** The commands that a help lists, as they are called, by the last word: those of servo, or of a connector. */
function commandsIn(help: string): ReadonlyMap<string, string> {
  const listed = [...help.matchAll(/^ {2}(servo(?: [a-z][\w-]*)+)/gm)].map(([, line = '']) => line);
  const all = listed.length > 0 ? listed : commandNames.map((name) => `servo ${name}`);
  return new Map(all.map((line) => [line.slice(line.lastIndexOf(' ') + 1), line]));
}

function nameOf(word: string): string {
  return word.replace(/^--?(no-)?/, '').replace(/=.*/, '');
}

function optionName(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

/** The help lists positional arguments without dashes. */
function asWritten(name: string, help: string): string {
  return help.split('\n').some((line) => line.startsWith(`  ${name} `)) ? name : `--${name}`;
}

/** The word by which an option was given. */
function optionWord(argv: readonly string[], name: string): string | undefined {
  return argv.find((word) => word.replace(/=.*/, '') === optionName(name)) ?? argv.at(-1);
}
