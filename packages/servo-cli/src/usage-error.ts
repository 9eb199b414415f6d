import { ServoError } from '@servo/core';
import { nearestName } from '@servo/core/runtime';
import { commandTable } from './command-table.js';

/** What is known besides what the parser says. */
export interface UsageErrorOptions {
  readonly argv: readonly string[];
  /** The help of the command, where its options stand. */
  readonly help: string;
}

/** Puts what the parser of the command line says into a sentence that names what came, and what was perhaps meant. */
export function usageError(text: string, { argv, help }: UsageErrorOptions): ServoError {
  const command = commandNames.find((name) => argv.includes(name));
  const usage = `See servo ${command ? `${command} ` : ''}--help.`;
  const { message, hint } = explain(text, { argv, help, usage });
  return new ServoError('USAGE_INVALID', message, { hint });
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

const commandNames = commandTable.map(({ name }) => name.replace(/ .*/, ''));

function explain(text: string, { argv, help, usage }: UsageErrorOptions & { readonly usage: string }): Explanation {
  const [, , named] = /^Unknown (argument|command)s?: (.*)$/.exec(text) ?? [];
  if (named !== undefined) return unknown(named.split(', '), { argv, help, usage });
  const invalid = [...text.matchAll(/Argument: (.+), Given: (.+), Choices: (.+)/g)];
  if (invalid.length > 0) {
    const wrong = invalid.map(([, name, given, choices]) => `--${name}: expected one of ${choices}, got ${given}`);
    return { message: wrong.join('; '), hint: usage };
  }
  const [, got, least] = /^Not enough non-option arguments: got (\d+), need at least (\d+)/.exec(text) ?? [];
  if (got !== undefined) return { message: `Expected at least ${least} argument, got ${got}`, hint: usage };
  const [, empty] = /^Not enough arguments following: (.+)$/.exec(text) ?? [];
  if (empty !== undefined) return { message: `Expected a value after ${optionName(empty)}`, hint: usage };
  return { message: text, hint: usage };
}

function unknown(
  named: readonly string[],
  { argv, help, usage }: UsageErrorOptions & { readonly usage: string },
): Explanation {
  const option = argv.find((word) => word.startsWith('-') && named.includes(nameOf(word)));
  if (option !== undefined) {
    const known = [...help.matchAll(/--([a-z][\w-]*)/g)].map(([, name = '']) => name);
    const nearest = nearestName(nameOf(option), known);
    const written = option.replace(/=.*/, '');
    return { message: `Unknown option ${written}`, hint: nearest ? `Did you mean --${nearest}?` : usage };
  }
  const word = named[0] ?? '';
  if (commandNames.some((name) => argv.includes(name)))
    return { message: `Unexpected argument "${word}"`, hint: usage };
  const known = commandsIn(help);
  const nearest = nearestName(word, known.keys());
  return {
    message: `Unknown command "${word}"`,
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
