import { resolve } from 'node:path';
import { systemClock } from '@servo/core';
import type { ControlRequest } from '@servo/core/runtime';
import type { CommandContext } from './command.js';
import { interruption } from './interruption.js';
import { printResult } from './output/print-result.js';
import { statusTable } from './output/status-table.js';
import { stateDirectory } from './state-directory.js';
import { steered } from './steered.js';

/** Asks or steers the servos that run on the state directory of a configuration, and shows how they are once that is done. */
export async function steer(
  command: ControlRequest['command'],
  args: Readonly<Record<string, unknown>>,
  { terminal, env, cwd }: CommandContext,
): Promise<number> {
  const { askControl } = await import('@servo/core/runtime');
  using stop = interruption(() => {});
  const stateDir = stateDirectory(resolve(cwd, String(args['config-file'])), env);
  const servo = args['name'] as string | undefined; // its option's type
  const { signal } = stop;
  const ask = (asked: ControlRequest['command']) => askControl({ command: asked, servo }, { stateDir, signal });
  const first = await ask(command);
  const servos =
    command === 'status' ? first : await steered(command, { ask: () => ask('status'), clock: systemClock, signal });
  return await printResult(terminal, args, { facts: { servos }, lines: () => statusTable(servos, Date.now()) });
}
