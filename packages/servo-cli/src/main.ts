import { ServoError } from '@servo/core';
import yargs, { type Argv } from 'yargs';
import type { CommandContext } from './command.js';
import { exitCodeOf, exitCodes } from './exit-code.js';
import { commandTable } from './command-table.js';
import { globalOptions } from './global-options.js';
import { errorText } from './output/error-text.js';
import { paint } from './output/paint.js';
import { processTerminal } from './terminal.js';

const docs = `Exit codes: 0 done; 1 something went wrong; 2 what you wrote is wrong; 3 nothing feasible was found.
Environment: SERVO_CONFIG_FILE, SERVO_LOG_LEVEL, SERVO_STATE_DIR, NO_COLOR.`;

/** Carries out a command line and sets the exit code of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await execute(argv);
}

async function execute(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal({ color: !argv.includes('--no-color') && !process.env['NO_COLOR'] });
  let code: number = exitCodes.done;
  const parser = yargs([...argv])
    .scriptName('servo')
    .usage(
      '$0 <command>\n\nMakes an application cheaper or faster: describes it, measures it, adjusts it, and repeats.',
    )
    .options(globalOptions)
    .version(false)
    .help('help')
    .alias('help', 'h')
    .option('version', { type: 'boolean', describe: 'Show the version of servo' })
    .demandCommand(1, 'Name a command.')
    .recommendCommands()
    .strict()
    .wrap(Math.min(terminal.columns, 110))
    .epilogue(docs)
    .exitProcess(false)
    .fail(false);
  for (const { name, describe, load } of commandTable)
    parser.command({
      command: name,
      describe,
      builder: async (each: Argv) => (await load()).options(each),
      handler: async (args) => {
        const { run } = await load();
        code = await run(args, contextOf(terminal));
      },
    });
  try {
    await parser.parseAsync();
    return code;
  } catch (thrown) {
    const known = thrown instanceof ServoError || thrown instanceof AggregateError;
    const usage = !known && thrown instanceof Error && thrown.name === 'YError';
    const error = usage ? new ServoError('USAGE_INVALID', thrown.message, { hint: 'See servo --help.' }) : thrown;
    terminal.note(errorText(error, paint(terminal.colors)));
    return usage ? exitCodes.usage : exitCodeOf(error);
  }
}

function contextOf(terminal: CommandContext['terminal']): CommandContext {
  return { terminal, env: process.env, cwd: process.cwd() };
}
