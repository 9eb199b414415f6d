import yargs, { type Argv } from 'yargs';
import type { Command, CommandContext } from './command.js';
import { checkValues, type DeclaredValues } from './check-values.js';
import { cliVersion } from './cli-version.js';
import { commandTable } from './command-table.js';
import { completionRequest } from './completion-script.js';
import { exitCodes } from './exit-codes.js';
import { givenSwitch } from './given-switch.js';
import { globalOptions } from './global-options.js';
import { readAhead } from './read-ahead.js';
import { separateValues } from './separate-values.js';
import { processTerminal } from './terminal.js';
import { UsageComplaint } from './usage-complaint.js';

const usage = `$0 <command>

Makes an application cheaper or faster: describes it, measures it, adjusts it, and repeats.`;
const epilogue = `Exit codes: 0 done; 1 something went wrong; 2 what you wrote is wrong; 3 nothing feasible was found;
130 or 143 interrupted before it was done (a run that is interrupted ends in good order, with 0).
Connectors bring commands of their own, as servo vegeta attack: servo connectors lists them.
Environment: SERVO_CONFIG_FILE, SERVO_LOG_LEVEL, SERVO_LOG_FILE, SERVO_LISTEN, SERVO_RUN_CHECK, SERVO_STATE_DIR, NO_COLOR.`;

const noCommand = 'No command was named.';

type Chosen = (context: CommandContext) => Promise<number>;

/** Carries out a command line and sets the exit code of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = processTerminal({
    color: givenSwitch(argv, 'color') !== false && !process.env['NO_COLOR'],
    quiet: givenSwitch(argv, 'quiet', 'q') === true,
  });
  const exitCode = await execute(argv, { terminal, env: process.env, cwd: process.cwd() });
  process.exitCode = exitCode || (process.exitCode ?? exitCodes.done); // which is set where the result cannot be written
}

async function execute(argv: readonly string[], context: CommandContext): Promise<number> {
  if (argv[0] === completionRequest) return completeWords(argv.slice(1), context);
  try {
    const chosen = await parse(argv, context);
    return chosen ? await chosen(context) : exitCodes.done;
  } catch (thrown) {
    const { reportError } = await import('./report-error.js'); // help and versions load nothing of it
    return await reportError(thrown, { argv, terminal: context.terminal });
  }
}

/** Answers a shell, which shows nothing else than words. */
async function completeWords(words: readonly string[], { terminal, cwd }: CommandContext): Promise<number> {
  const { complete } = await import('./complete.js');
  for (const word of await complete(words, { cwd })) terminal.line(word);
  return exitCodes.done;
}

/** Finds the command that the words name; `undefined` when help or the version was asked for, and is printed. */
async function parse(argv: readonly string[], { terminal, cwd, env }: CommandContext): Promise<Chosen | undefined> {
  let chosen: Chosen | undefined;
  const choose = (run: Command['run'], args: Readonly<Record<string, unknown>>): void => {
    // where a run logs is set once for its container, and not for what is done beside it
    const ofRun = words[0] === 'run' ? env['SERVO_LOG_FILE'] || undefined : undefined;
    chosen = (context) => withLogFile(args['log-file'] ?? ofRun, context, (given) => run(args, given));
  };
  const { words, configFile: file = globalOptions['config-file'].default } = readAhead(argv);
  const parser = commandLine(argv, terminal.columns);
  for (const { name, describe, load, isNameless = false } of commandTable)
    parser.command({
      command: name,
      describe,
      builder: async (each: Argv) => withoutName((await load()).options(each), isNameless),
      handler: async (args) => choose((await load()).run, args),
    });
  if (words[0] !== undefined && !commandTable.some(({ name }) => name.split(' ')[0] === words[0])) {
    const { connectorCommands } = await import('./connector-commands.js'); // it looks at the deployment
    const ofConnector = await connectorCommands(words, { file, cwd, choose });
    if (ofConnector) parser.command(ofConnector);
    else if (givenSwitch(argv, 'help', 'h')) throw new UsageComplaint(`Unknown command: ${words[0]}`); // whose help there is none of
  }
  if (argv.length === 0) terminal.line(await parser.getHelp());
  else {
    const { help, version } = await parser.parseAsync().catch((error: Error) => {
      throw error.name === 'YError' ? new UsageComplaint(error.message) : error; // one that missed `fail`
    });
    if (!chosen && !help && !version) throw new UsageComplaint(noCommand); // as in "servo -- plan"
  }
  return chosen;
}

/** Carries out a command while its log file is open, if it is to have one. */
async function withLogFile(path: unknown, context: CommandContext, run: Chosen): Promise<number> {
  if (typeof path !== 'string') return run(context);
  const { openCommandLogFile } = await import('./command-log-file.js'); // seldom asked for
  await using logFile = await openCommandLogFile(path, context);
  try {
    return await run({ ...context, logFile });
  } catch (error) {
    logFile.tell(error);
    throw error;
  }
}

/** A command that is about no single servo refuses the name of one. */
function withoutName(command: Argv, isNameless: boolean): Argv {
  if (!isNameless) return command;
  return command.hide('name').check(({ name }) => {
    if (name === undefined) return true;
    throw new UsageComplaint('This command is about no single servo: leave --name out');
  });
}

function commandLine(argv: readonly string[], columns: number): Argv {
  const { options } = readAhead(argv);
  return yargs([...separateValues(argv)])
    .scriptName('servo')
    .usage(usage)
    .options(globalOptions)
    .version('version', 'Show the version of servo', cliVersion)
    .alias('version', 'V')
    .help('help')
    .alias('help', 'h')
    .group(['help'], 'Options:') // a group that has nothing would not come first
    .group([...Object.keys(globalOptions), 'version'], 'Options of every command:')
    .demandCommand(1, noCommand)
    .strictCommands()
    .strict()
    .check((args, declared: unknown) => checkValues(args, declared as DeclaredValues, options), true) // not aliases, as its type says
    .wrap(Math.min(columns, 110))
    .epilogue(epilogue)
    .exitProcess(false)
    .fail((message, error: Error | undefined, command) => {
      throw message ? new UsageComplaint(message, String(command.help())) : error;
    });
}
