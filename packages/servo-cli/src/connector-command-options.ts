import { type ConnectorCommand, ServoError } from '@servo/core';
import type { Options } from 'yargs';
import { globalOptions } from './global-options.js';

/** What every command line understands already. */
const taken: readonly string[] = [
  ...Object.entries<Options>(globalOptions).flatMap(([name, { alias = [] }]) => [name, camelCase(name), alias].flat()),
  'help',
  'h',
  'version',
  'V',
  'connector',
  '_',
  '$0',
];

/**
 * The options and arguments of a connector's command as the command line declares them.
 *
 * @throws {@link ServoError} `CONNECTOR_COMMAND_INVALID` when one is called as an option of every command is, as
 * another, or as the opposite of one, `no-…`.
 */
export function connectorCommandOptions(
  place: string,
  { arguments: positional = [], options = {} }: ConnectorCommand,
): Readonly<Record<string, Options>> {
  const names = new Set(taken);
  const claim = (name: string, what: string): void => {
    if (names.has(name) || names.has(camelCase(name)) || name.startsWith('no-')) throw nameTaken(place, what, name);
    names.add(name);
    names.add(camelCase(name));
  };
  for (const { name } of positional) claim(name, 'argument');
  const declared = Object.entries(options).map(([name, { type, describe, alias, choices, required }]) => {
    claim(name, 'option');
    if (alias !== undefined) claim(alias, 'option');
    const rest: Options = {
      type,
      describe,
      ...(alias !== undefined && { alias }),
      ...(choices && { choices }),
      ...(required && { demandOption: true }),
      ...(type !== 'boolean' && { requiresArg: true }),
    };
    return [name, rest] as const;
  });
  return Object.fromEntries(declared);
}

/** The values that an operator gave a command, and nothing else of the command line, which has checked them. */
export function connectorCommandInput(
  { arguments: positional = [], options = {} }: ConnectorCommand,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | number | boolean | undefined>> {
  const names = [...positional.map(({ name }) => name), ...Object.keys(options)];
  // of the types that were declared
  return Object.fromEntries(names.map((name) => [name, args[name] as string | number | boolean | undefined]));
}

function nameTaken(place: string, what: string, name: string): ServoError {
  return new ServoError('CONNECTOR_COMMAND_INVALID', `servo ${place} has an ${what} "${name}", which is taken`, {
    hint: 'Tell the author of the connector: options and arguments need names of their own.',
  });
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
