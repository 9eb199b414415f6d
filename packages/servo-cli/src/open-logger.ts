import type { Logger } from '@servo/core';
import { type LogLevel, pinoLogger, type RecentLogs } from '@servo/core/runtime';
import type { CommandContext } from './command.js';

/** The logger of a command: for people on a terminal, JSON elsewhere, in the log file, and among what was logged lately. */
export function openLogger(
  args: Readonly<Record<string, unknown>>,
  { terminal, logFile }: Pick<CommandContext, 'terminal' | 'logFile'>,
  recentLogs?: RecentLogs,
): Logger {
  const others = [logFile?.stream, recentLogs].filter((each) => each !== undefined);
  return pinoLogger({
    level: args['log-level'] as LogLevel, // one of its choices
    pretty: terminal.beside.interactive,
    colors: terminal.beside.colors,
    file: others.length === 0 ? undefined : tee(others),
  });
}

interface Lines {
  write(line: string): boolean;
}

function tee(all: readonly Lines[]): Lines {
  return {
    write: (line) => {
      for (const each of all) each.write(line);
      return true;
    },
  };
}
