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
  const [called = 'servo'] = /^servo(?: [a-z][\w-]*)*/.exec(help) ?? [];
  const known = { argv, help, usage: `See ${called} --help.`, command: commandIn(argv) };
  const { message, hint, word, part } = explain(text, known);
  const index = word === undefined ? -1 : argv.indexOf(word);
  return new CommandLineError('USAGE_INVALID', message, { hint, excerpt: commandLineExcerpt(argv, index, part) });
}

interface Known extends UsageErrorOptions {
  /** Where the help of what was called is. */
  readonly usage: string;
  /** The command of servo itself that was called. */
  readonly command: string | undefined;
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
  /** The word of the command line that is wrong, and what of it. */
  readonly word?: string | undefined;
  readonly part?: string | undefined;
}

const commandNames = commandTable.map(({ name }) => name.replace(/ .*/, ''));

function commandIn(argv: readonly string[]): string | undefined {
  const [first = ''] = readAhead(argv).words;
  return commandNames.includes(first) ? first : undefined;
}

function explain(text: string, known: Known): Explanation {
  const { argv, usage } = known;
  const [, named] = /^Unknown (?:argument|command)s?: (.*)$/.exec(text) ?? [];
  if (named !== undefined) return unknown(named.split(', '), known);
  const choices = [...text.matchAll(/Argument: (.+), Given: (.+), Choices: (.+)/g)];
  if (choices.length > 0)
    return notAmong(
      choices.map(([, ...parts]) => parts),
      known,
    );
  const [, got, least] = /^Not enough non-option arguments: got (\d+), need at least (\d+)/.exec(text) ?? [];
  if (got !== undefined) return { message: `Expected at least ${least} argument, got ${got}`, hint: usage };
  const [, empty] = /^Not enough arguments following: (.+)$/.exec(text) ?? [];
  if (empty !== undefined)
    return { message: `Expected a value after ${optionName(empty)}`, hint: usage, word: optionWord(argv, empty) };
  return { message: text, hint: usage };
}

/** Says of each value what it may be. */
function notAmong(invalid: readonly (readonly string[])[], { argv, help, usage }: Known): Explanation {
  const wrong = invalid.map(
    ([name = '', given, choices]) => `${asWritten(name, help)}: expected one of ${choices}, got ${given}`,
  );
  const given = invalid.map(([, text = '']) => unquoted(text));
  const nearest = invalid.flatMap(
    ([, , choices = ''], index) => nearestName(given[index] ?? '', choices.split(', ').map(unquoted)) ?? [],
  );
  const [first = ''] = given;
  const word = argv.find((each) => each === first) ?? argv.find((each) => each.endsWith(first) && each.startsWith('-'));
  const hint = nearest.length > 0 ? `Did you mean ${nearest.join(' and ')}?` : usage;
  return { message: wrong.join('; '), hint, word, part: first };
}

function unknown(named: readonly string[], known: Known): Explanation {
  const { argv, help, usage, command } = known;
  const [first = ''] = readAhead(argv).words;
  const instead = named.includes(first) ? formerCommand(first) : undefined;
  if (instead) return { message: `Unknown command "${first}"`, hint: instead, word: first };
  const given = argv.filter((word) => word.startsWith('-') && named.includes(nameOf(word)));
  if (given.length > 0) return unknownOptions([...new Set(given)], known);
  const word = named[0] ?? '';
  if (command !== undefined) return { message: `Unexpected argument "${word}"`, hint: usage, word };
  const commands = commandsIn(help);
  const nearest = nearestName(word, commands.keys());
  return {
    message: `Unknown command "${word}"`,
    word,
    hint: nearest ? `Did you mean ${commands.get(nearest)}?` : listing([...commands.keys()]),
  };
}

function unknownOptions(given: readonly string[], { help, usage, command }: Known): Explanation {
  const known = [...help.matchAll(/--([a-z][\w-]*)/g)].map(([, name = '']) => name);
  const written = given.map((option) => option.replace(/=.*/, ''));
  const hints = given.map((option) => {
    const nearest = nearestName(nameOf(option), known);
    return formerOption(nameOf(option), command) ?? (nearest && `Did you mean --${nearest}?`);
  });
  const said = hints.flatMap((hint, index) => (hint ? [given.length > 1 ? `${written[index]}: ${hint}` : hint] : []));
  return {
    message: `Unknown ${given.length > 1 ? 'options' : 'option'} ${written.join(', ')}`,
    hint: said.length > 0 ? said.join(' ') : usage,
    word: given[0],
    part: written[0],
  };
}

/** Names the commands that there are; those of connectors depend on the deployment. */
function listing(names: readonly string[]): string {
  const others = names.includes('connectors') ? ' Those of connectors are in servo connectors.' : '';
  return `The commands are ${names.join(', ')}.${others}`;
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

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
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
