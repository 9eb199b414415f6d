import { dirname, resolve } from 'node:path';
import { type ConnectorCommand, type ConnectorCommands, ServoError } from '@servo/core';
import { type Candidate, discover, loadConnector, nearestName } from '@servo/core/documents';
import type { Argv, CommandModule } from 'yargs';
import type { Command } from './command.js';
import { commandTable } from './command-table.js';
import { connectorCommandOptions } from './connector-command-options.js';
import { formerCommand } from './former-names.js';
import { runConnectorCommand } from './run-connector-command.js';

/** How the commands of a connector are added to the command line. */
export interface ConnectorCommandsOptions {
  /** The configuration file, as the operator named it. */
  readonly file: string;
  readonly cwd: string;
  /** Told which command the operator wants, with its arguments. */
  readonly choose: (run: Command['run'], args: Readonly<Record<string, unknown>>) => void;
}

/**
 * The commands of the connector that the first word names, where the deployment has one: `servo <connector> <command>`.
 * Names and help come from its manifest; its code is loaded when the second word names one of them.
 */
export async function connectorCommands(
  [name, word]: readonly string[],
  { file, cwd, choose }: ConnectorCommandsOptions,
): Promise<CommandModule | undefined> {
  const { candidates } = discover(dirname(resolve(cwd, file)));
  const candidate = candidates.find((each) => each.name === name && !each.refusal);
  if (name === undefined) return undefined;
  if (!candidate) return refuseMisspelt(name, candidates);
  const names = Object.keys(candidate.commands);
  const commands = word !== undefined && names.includes(word) ? (await loadConnector(candidate)).commands : undefined;
  return {
    command: name,
    describe: `Commands of the connector ${name}`,
    builder: (argv) => {
      for (const each of names) argv.command(commandModule(each, { candidate, commands, choose }));
      return argv.demandCommand(1, `Expected a command of ${name}: ${names.join(', ') || 'it has none'}`);
    },
    handler: () => {},
  };
}

/** Names the connector that was meant, unless a command of servo itself is as near. */
function refuseMisspelt(name: string, candidates: readonly Candidate[]): undefined {
  if (formerCommand(name)) return undefined; // whoever parses it says so
  const own = commandTable.map((each) => each.name.replace(/ .*/, ''));
  const connectors = candidates.filter(({ commands }) => Object.keys(commands).length > 0).map((each) => each.name);
  const nearest = nearestName(name, [...own, ...connectors]);
  if (nearest === undefined || !connectors.includes(nearest)) return undefined; // whoever parses it says so
  throw new ServoError('USAGE_INVALID', `Unknown command "${name}"`, {
    hint: `Did you mean the commands of the connector, servo ${nearest}?`,
  });
}

function commandModule(
  name: string,
  {
    candidate,
    commands = {},
    choose,
  }: {
    readonly candidate: Candidate;
    readonly commands: ConnectorCommands | undefined;
    readonly choose: ConnectorCommandsOptions['choose'];
  },
): CommandModule {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const positional = command?.arguments?.map((each) => (each.required ? `<${each.name}>` : `[${each.name}]`)) ?? [];
  return {
    command: [name, ...positional].join(' '),
    describe: candidate.commands[name] ?? '',
    builder: (argv) => declare(argv, { candidate, name, command }),
    handler: (args) =>
      choose((given, context) => runConnectorCommand(given, context, { candidate, name, command }), args),
  };
}

function declare(
  argv: Argv,
  { candidate, name, command }: { candidate: Candidate; name: string; command: ConnectorCommand | undefined },
): Argv {
  argv.option('connector', {
    type: 'string',
    requiresArg: true,
    describe: `Which one, where servo.yaml has several ${candidate.name}`,
  });
  for (const { name: argument, describe } of command?.arguments ?? [])
    argv.positional(argument, { type: 'string', describe });
  if (command) argv.options(connectorCommandOptions(`${candidate.name} ${name}`, command));
  for (const [line, what] of command?.examples ?? [])
    argv.example(`$0 ${candidate.name} ${name} ${line}`.trimEnd(), what);
  return argv;
}
