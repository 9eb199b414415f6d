import { dirname, resolve } from 'node:path';
import yargs from 'yargs';
import { commandTable } from './command-table.js';
import { globalOptions } from './global-options.js';
import { helpChoices } from './help-choices.js';
import { readAhead } from './read-ahead.js';

/** What the words of a command line may name. */
export interface CompleteOptions {
  /** The folder that a configuration is named from. */
  readonly cwd: string;
}

/** What the last of some words may become: a command, an option, a servo, or one of the values of an option. */
export async function complete(words: readonly string[], { cwd }: CompleteOptions): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { words: named, configFile = globalOptions['config-file'].default } = readAhead(before);
  const path = resolve(cwd, configFile);
  const found = await candidates({ path, named, current, last: before.at(-1) ?? '' });
  return found.filter((each) => each.startsWith(current));
}

interface Wanted {
  /** The configuration. */
  readonly path: string;
  /** The words before that are no options. */
  readonly named: readonly string[];
  readonly current: string;
  readonly last: string;
}

async function candidates({ path, named, current, last }: Wanted): Promise<readonly string[]> {
  const [command, ...more] = named;
  if (last === '-n' || last === '--name') return servoNames(path);
  const entry = commandTable.find(({ name }) => nameOf(name) === command);
  const help = await helpOf(entry);
  if (last.startsWith('-')) {
    const choices = helpChoices(help, last);
    if (choices || takesValue(last)) return choices ?? []; // else it is a file or a text
  }
  if (current.startsWith('-')) return optionsIn(help);
  if (entry) return more.length === 0 ? (helpChoices(help, argumentOf(entry.name)) ?? []) : [];
  if (command === undefined)
    return [...commandTable.map(({ name }) => nameOf(name)), ...(await connectors(path)).keys()];
  return more.length === 0 ? ((await connectors(path)).get(command) ?? []) : [];
}

/** The commands of connectors that the deployment has, by the names of those. */
async function connectors(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { discover } = await import('@servo/core/documents'); // it looks at the packages
  const found = discover(dirname(path)).candidates.map(({ name, commands }) => [name, Object.keys(commands)] as const);
  return new Map(found.filter(([, commands]) => commands.length > 0));
}

/** The names that servos have in a configuration, which need not be valid. */
async function servoNames(path: string): Promise<readonly string[]> {
  const { readConfigFile } = await import('@servo/core/documents');
  const documents = await readConfigFile({ path, cwd: dirname(path), env: undefined }).catch(() => []);
  return documents.flatMap(({ values }) => (typeof values['name'] === 'string' ? [values['name']] : []));
}

/** Whether a global option that stands just before has a value. */
function takesValue(word: string): boolean {
  return Object.entries(globalOptions).some(
    ([name, option]) =>
      (word === `--${name}` || ('alias' in option && word === `-${option.alias}`)) &&
      !('type' in option && option.type === 'boolean'),
  );
}

async function helpOf(entry: (typeof commandTable)[number] | undefined): Promise<string> {
  const parser = yargs([]).options(globalOptions).wrap(null);
  return (entry ? (await entry.load()).options(parser) : parser).getHelp();
}

function optionsIn(help: string): readonly string[] {
  return [...new Set([...help.matchAll(/^ +(?:-\w, )?(--[a-z][\w-]*)/gm)].map(([, option = '']) => option))];
}

function nameOf(command: string): string {
  return command.replace(/ .*/, '');
}

/** The first argument of a command, as in `show <what>`. */
function argumentOf(command: string): string {
  return /[<[](\w+)/.exec(command)?.[1] ?? '';
}
