import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ServoError } from '../errors/servo-error.js';
import type { ChildExit, ProgramOptions, StopOptions } from './child.js';
import { findProgram } from './find-program.js';
import type { GuardianMark, GuardianOrder, GuardianReport } from './guardian-message.js';

/** A program under a guardian, with its raw streams. Internal: not covered by semver. */
export interface GuardedProcess {
  readonly pid: number;
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when nothing of the tree is left; rejects with `PROGRAM_NOT_STOPPED` when something cannot be killed. */
  readonly exit: Promise<ChildExit>;
  stop(options?: StopOptions): Promise<ChildExit>;
}

/** Starts a program under a guardian; resolves when it runs. Internal: not covered by semver. */
export async function startGuarded(options: ProgramOptions & { readonly stdin: boolean }): Promise<GuardedProcess> {
  const { command, args = [], cwd, env, signal } = options;
  signal?.throwIfAborted();
  if (!(await isFolder(cwd)))
    throw new ServoError('WORKING_DIRECTORY_NOT_FOUND', `Found no folder ${cwd} to run "${command}" in`);
  await findProgram(command, { cwd, env }); // the guardian would find out too, but could not say why
  signal?.throwIfAborted();

  const mark = { SERVO_CHILD: crypto.randomUUID() };
  const guardian = spawnGuardian(env, options.stdin ? 'pipe' : 'ignore');
  const send = (order: GuardianOrder): void => sendTo(guardian, order);
  const started = startOf(guardian, command);
  const exit = exitOf(guardian, command, mark);
  const kill = (): void => send({ type: 'stop', signal: 'SIGKILL', grace: 0 });
  signal?.addEventListener('abort', kill, { once: true });
  const forget = (): void => signal?.removeEventListener('abort', kill);
  exit.then(forget, forget);
  send({ type: 'start', command, args, cwd, env: { ...definedOf(env), ...mark } });

  const pid = await started;
  if (signal?.aborted) {
    await exit;
    throw signal.reason;
  }
  const { stdin, stdout, stderr } = guardian;
  if (!stdout || !stderr) throw new ServoError('PROGRAM_NOT_STARTED', `Got no output streams of "${command}"`); // both are 'pipe'
  const stop: GuardedProcess['stop'] = ({ signal: name = 'SIGTERM', grace = 5_000 } = {}) => {
    send({ type: 'stop', signal: name, grace });
    return exit;
  };
  return { pid, stdin, stdout, stderr, exit, stop };
}

function spawnGuardian(env: ProgramOptions['env'], stdin: 'pipe' | 'ignore'): ChildProcess {
  // Compiled, all entries lie beside each other and the guardian in its folder; as source it lies beside this file.
  const script = new URL(import.meta.url.endsWith('.ts') ? './guardian.ts' : './process/guardian.js', import.meta.url);
  const { spawn } = process.getBuiltinModule('node:child_process'); // which a connector that is only checked never needs
  return spawn(process.execPath, [fileURLToPath(script)], {
    env: { PATH: env['PATH'] }, // what is meant for the program, such as NODE_OPTIONS, is not meant for its guardian
    detached: true, // Ctrl-C in a terminal must not reach it
    stdio: [stdin, 'pipe', 'pipe', 'ipc'],
  });
}

/** Resolves with the program's id. */
function startOf(guardian: ChildProcess, command: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const refuse = (why: string, cause?: unknown): void =>
    reject(new ServoError('PROGRAM_NOT_STARTED', `Could not start "${command}": ${why}`, { cause }));
  guardian.on('message', (report: GuardianReport) => {
    if (report.type === 'started') resolve(report.pid);
    if (report.type === 'refused') refuse(report.message);
  });
  guardian.once('error', (error) => refuse(error.message, error));
  guardian.once('disconnect', () => refuse('its guardian ended'));
  return promise;
}

/** Resolves when the guardian has gone, which is after all that it guards. */
async function exitOf(guardian: ChildProcess, command: string, mark: GuardianMark): Promise<ChildExit> {
  let pid: number | undefined;
  let ended: ChildExit | undefined;
  let survivors: readonly number[] = [];
  guardian.on('message', (report: GuardianReport) => {
    if (report.type === 'started') pid = report.pid;
    if (report.type === 'ended') ended = { code: report.code, signal: report.signal };
    if (report.type === 'survived') survivors = report.pids;
  });
  await endOf(guardian);
  if (survivors.length > 0) {
    guardian.stdout?.destroy(); // the survivors hold them open
    guardian.stderr?.destroy();
    throw new ServoError('PROGRAM_NOT_STOPPED', `Could not kill what "${command}" started`, {
      hint: `Look at ${survivors.map((survivor) => `process ${survivor}`).join(', ')}.`,
      details: { pids: survivors },
    });
  }
  if (!ended) await sweepAfter(pid, mark);
  return ended ?? { code: null, signal: 'SIGKILL' };
}

/** Has a new guardian kill what is left where somebody killed the first one. */
async function sweepAfter(group: number | undefined, mark: GuardianMark): Promise<void> {
  const guardian = spawnGuardian({}, 'ignore');
  sendTo(guardian, { type: 'sweep', group, env: mark });
  await endOf(guardian);
}

async function endOf(guardian: ChildProcess): Promise<void> {
  // The last report may be read after the exit was noticed, and always before the channel counts as closed.
  await Promise.all([once(guardian, 'exit'), once(guardian, 'disconnect')]).catch(() => {}); // startOf tells of 'error'
}

function sendTo(guardian: ChildProcess, order: GuardianOrder): void {
  if (guardian.connected) guardian.send(order, () => {}); // one that cannot be reached has ended: exitOf sees to it
}

function definedOf(env: ProgramOptions['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false, // whatever hinders the look, nothing can be run there
  );
}
