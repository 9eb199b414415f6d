import yargs from 'yargs';
import { commandTable } from './command-table.js';
import { globalOptions } from './global-options.js';
import { readAhead } from './read-ahead.js';

/** What the last of some words may become: a command, an option, or one of an option's values. */
export async function complete(words: readonly string[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const found = choicesAfter(before.at(-1)) ?? (await candidates(before, current));
  return found.filter((each) => each.startsWith(current));
}

/** The values of a global option that stands just before. */
function choicesAfter(word: string | undefined): readonly string[] | undefined {
  for (const [name, option] of Object.entries(globalOptions)) {
    const meant = word === `--${name}` || ('alias' in option && word === `-${option.alias}`);
    if (!meant || ('type' in option && option.type === 'boolean')) continue;
    return 'choices' in option ? option.choices : []; // else it is a file or a name
  }
  return undefined;
}

async function candidates(before: readonly string[], current: string): Promise<readonly string[]> {
  const [command] = readAhead(before).words;
  const entry = commandTable.find(({ name }) => name.replace(/ .*/, '') === command);
  if (!entry)
    return current.startsWith('-')
      ? optionsIn(await helpOf())
      : commandTable.map(({ name }) => name.replace(/ .*/, ''));
  return current.startsWith('-') ? optionsIn(await helpOf(entry)) : [];
}

async function helpOf(entry?: (typeof commandTable)[number]): Promise<string> {
  const parser = yargs([]).options(globalOptions);
  return (entry ? (await entry.load()).options(parser) : parser).getHelp();
}

function optionsIn(help: string): readonly string[] {
  return [...new Set([...help.matchAll(/^ +(?:-\w, )?(--[a-z][\w-]*)/gm)].map(([, option = '']) => option))];
}
