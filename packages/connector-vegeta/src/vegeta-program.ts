import { type Clock, MeasurementFailedError, ServoError } from '@servo/core';
import { findProgram, formatExit, runCommand } from '@servo/core/process';
import { whatWasSaid } from './what-was-said.js';

/** Where and how vegeta is started. */
export interface ProgramPlace {
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What vegeta is asked with. */
export interface AskOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const install = 'Install it (go install github.com/tsenart/vegeta/v12@v12.13.0), or set "command" to its path.';
const patience = 10_000; // milliseconds

/**
 * Makes sure that vegeta is there and knows the flags.
 *
 * @throws {@link MeasurementFailedError} with the reason `vegeta-missing` or `vegeta-unfit`.
 */
export async function requireFlags(place: ProgramPlace, flags: readonly string[], options: AskOptions): Promise<void> {
  await locate(place);
  const { stdout, stderr, ...exit } = await ask(place, ['attack', '-h'], options);
  const known = new Set([...`${stdout}\n${stderr}`.matchAll(/^\s+-([a-z0-9-]+)/gm)].map(([, name]) => name));
  const missing = flags.filter((flag) => !known.has(flag));
  if (missing.length === 0) return;
  const said = (stderr.trim() || stdout.trim()).split('\n').filter((line) => line !== '');
  const got =
    known.size > 0
      ? `found no ${missing.map((flag) => `-${flag}`).join(', ')}`
      : `but "${place.command} attack -h" ended with ${formatExit(exit)}${whatWasSaid(said)}`;
  throw new MeasurementFailedError(
    `Expected "${place.command}" to be a vegeta whose attack has the flags that are needed, ${got}`,
    { reason: 'vegeta-unfit', hint: `An older vegeta, or another program? ${install}` },
  );
}

/** Returns the version that vegeta says it has; one that was built by `go install` says none. */
export async function vegetaVersion(place: ProgramPlace, options: AskOptions): Promise<string | undefined> {
  const { stdout, stderr } = await ask(place, ['-version'], options);
  return /^Version:[ \t]*(\S+)/m.exec(`${stdout}\n${stderr}`)?.[1];
}

/** Returns the path of the program. */
export async function locate({ command, cwd, env }: ProgramPlace): Promise<string> {
  try {
    return await findProgram(command, { cwd, env });
  } catch (cause) {
    throw new MeasurementFailedError(ServoError.from(cause).message, {
      reason: 'vegeta-missing',
      hint: install,
      cause,
    });
  }
}

async function ask(place: ProgramPlace, args: readonly string[], { clock, signal }: AskOptions) {
  return await runCommand({ ...place, args, timeout: patience, maxOutput: 2 ** 18, clock, signal });
}
