import type { Launch } from './launch.js';

/**
 * Writes a command as a person would paste it into a POSIX shell. It is for reading and copying; nothing here runs it.
 *
 * @param here the folder in which the person is expected to be.
 */
export function renderCommand({ command, args, env, cwd }: Launch, here: string): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
  const line = [...variables, ...[command, ...args].map(quote)].join(' ');
  return cwd === here ? line : `cd ${quote(cwd)} && ${line}`;
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
