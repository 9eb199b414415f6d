import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { ServoError } from '../errors/servo-error.js';

/** Where a program is looked for. */
export interface FindProgramOptions {
  /** Where a command with a slash starts. */
  readonly cwd: string;
  /** Its `PATH` is searched for a command without a slash. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Returns the absolute path of the file that a command would run.
 *
 * @throws {@link ServoError} `PROGRAM_NOT_FOUND` or `PROGRAM_NOT_EXECUTABLE`.
 */
export async function findProgram(command: string, { cwd, env }: FindProgramOptions): Promise<string> {
  const candidates = command.includes('/')
    ? [resolve(cwd, command)]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => resolve(cwd, folder, command));
  let unusable: string | undefined;
  for (const file of candidates) {
    if (!(await isFile(file))) continue;
    if (await isExecutable(file)) return file;
    unusable ??= file;
  }
  if (unusable)
    throw new ServoError(
      'PROGRAM_NOT_EXECUTABLE',
      `Expected "${command}" to be a program, but ${unusable} cannot be executed`,
      {
        hint: `Run chmod +x ${unusable}, or name its interpreter first.`,
      },
    );
  throw new ServoError('PROGRAM_NOT_FOUND', `Found no program "${command}" ${placeOf(command, cwd)}`, {
    hint: 'Install it, or give the path of the program.',
  });
}

function placeOf(command: string, cwd: string): string {
  return command.includes('/') ? `in ${cwd}` : 'on the PATH';
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false, // whatever hinders the look, it cannot be run
  );
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
