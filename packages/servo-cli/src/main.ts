import { ServoError } from '@servo/core';
import yargs, { type Argv } from 'yargs';
import type { CommandContext } from './command.js';
import { commandTable } from './command-table.js';
import { exitCodeOf, exitCodes } from './exit-code.js';
import { globalOptions } from './global-options.js';
import { errorText } from './output/error-text.js';
import { paint } from './output/paint.js';
import { processTerminal } from './terminal.js';

const usage = `$0 <command>

Makes an application cheaper or faster: describes it, measures it, adjusts it, and repeats.`;
const epilogue = `Exit codes: 0 done; 1 something went wrong; 2 what you wrote is wrong; 3 nothing feasible was found.
Environment: SERVO_CONFIG_FILE, SERVO_LOG_LEVEL, SERVO_STATE_DIR, NO_COLOR.`;

type Execute = (entry: (typeof commandTable)[number], args: Readonly<Record<string, unknown>>) => Promise<void>;

/** Carries out a command line and sets the exit code of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = processTerminal({ color: !argv.includes('--no-color') && !process.env['NO_COLOR'] });
  process.exitCode = await execute(argv, { terminal, env: process.env, cwd: process.cwd() });
}

async function execute(argv: readonly string[], context: CommandContext): Promise<number> {
  let code: number = exitCodes.done;
  let begun = false;
  const parser = commandLine(argv, context, async ({ load }, args) => {
    begun = true; // from here on an error is not one of usage
    code = await (await load()).run(args, context);
  });
  try {
    if (argv.length === 0) context.terminal.line(await parser.getHelp());
    else await parser.parseAsync();
    return code;
  } catch (thrown) {
    const error = begun ? thrown : usageError(thrown, argv);
    context.terminal.note(errorText(error, paint(context.terminal.colors)));
    return exitCodeOf(error);
  }
}

function commandLine(argv: readonly string[], { terminal }: CommandContext, carryOut: Execute): Argv {
  const parser = yargs([...argv])
    .scriptName('servo')
    .usage(usage)
    .options(globalOptions)
    .version(false)
    .option('version', { type: 'boolean', describe: 'Show the version of servo' })
    .help('help')
    .alias('help', 'h')
    .demandCommand(1, 'No command was named.')
    .recommendCommands()
    .strict()
    .wrap(Math.min(terminal.columns, 110))
    .epilogue(epilogue)
    .exitProcess(false)
    .fail(false);
  for (const entry of commandTable)
    parser.command({
      command: entry.name,
      describe: entry.describe,
      builder: async (each: Argv) => (await entry.load()).options(each),
      handler: (args) => carryOut(entry, args),
    });
  return parser;
}

function usageError(thrown: unknown, argv: readonly string[]): ServoError {
  const { message } = ServoError.from(thrown);
  const command = argv.find((word) => !word.startsWith('-'));
  const text = message.startsWith('Did you mean') ? `Unknown command "${command}". ${message}` : message;
  const known = commandTable.some(({ name }) => name.split(' ')[0] === command);
  return new ServoError('USAGE_INVALID', text, {
    cause: thrown,
    hint: `See servo ${known ? `${command} ` : ''}--help.`,
  });
}
