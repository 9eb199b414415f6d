import { resolve } from 'node:path';
import { ServoError } from '@servo/core';
import { maskRecord } from '@servo/core/documents';
import { type LogFile, openLogFile } from '@servo/core/runtime';
import type { CommandContext } from './command.js';

/** The log file of a command. */
export interface CommandLogFile extends LogFile {
  /** Writes down what ended the command. */
  tell(thrown: unknown): void;
}

/** Opens the log file that the options name; a run goes on without it when the disk is full. */
export async function openCommandLogFile(path: string, { cwd, terminal }: CommandContext): Promise<CommandLogFile> {
  const file = await openLogFile(resolve(cwd, path), { onError: ({ message }) => terminal.complain(message) });
  return {
    ...file,
    tell: (thrown) => {
      const { code, message } = ServoError.from(thrown);
      const line = { level: 'critical', time: new Date().toISOString(), code, msg: message };
      file.stream.write(`${JSON.stringify(maskRecord(line))}\n`);
    },
  };
}
