import type { Logger } from '@servo/core';
import { type LogLevel, pinoLogger } from '@servo/core/runtime';
import type { CommandContext } from './command.js';

/** The logger of a command: for people on a terminal, JSON elsewhere and in the log file. */
export function openLogger(
  args: Readonly<Record<string, unknown>>,
  { terminal, logFile }: Pick<CommandContext, 'terminal' | 'logFile'>,
): Logger {
  return pinoLogger({
    level: args['log-level'] as LogLevel, // one of its choices
    pretty: terminal.beside.interactive,
    colors: terminal.beside.colors,
    file: logFile?.stream,
  });
}
