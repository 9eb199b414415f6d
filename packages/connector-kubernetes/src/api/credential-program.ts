import { type ChildProcess, spawn } from 'node:child_process';
import type { KubeConfig, User } from '@kubernetes/client-node';

const limit = 30_000; // milliseconds
const ahead = 250; // milliseconds; a request waits for the program as long, and would say that the API server does not answer

interface Hang {
  readonly error: Error;
  readonly at: number; // of the monotonic clock
}

/** Programs that did not end, by how they are called: each client of a process asks for itself, and would wait as long again. */
const hangs = new Map<string, Hang>();

/** How the client library starts the program of a kubeconfig; it reads both outputs and waits for `close`. */
type StartProgram = (command: string, args: readonly string[] | undefined, options: ProgramOptions) => ChildProcess;

interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Has the program of a kubeconfig (`exec`) end: it gets no input to wait for, is told so as kubectl tells it, and is killed
 * when it takes longer than 30 seconds. The client library waits for ever.
 */
export function boundCredentialProgram(config: KubeConfig): void {
  const { apiVersion } = (config.getCurrentUser()?.exec ?? {}) as { readonly apiVersion?: string }; // untyped there
  const { authenticators } = config as unknown as { readonly authenticators: readonly object[] }; // private, and no way to name it
  for (const each of authenticators) if ('execFn' in each) each.execFn = startProgram(apiVersion);
}

/** Returns what is wrong with the program of a user that did not end less than half a minute ago. */
export function recentHang({ exec }: User): Error | undefined {
  const { command, args } = (exec ?? {}) as { readonly command?: string; readonly args?: readonly string[] | null }; // untyped there
  const found = hangs.get(JSON.stringify([command, args ?? []]));
  return found && performance.now() - found.at < limit ? found.error : undefined;
}

function startProgram(apiVersion: string | undefined): StartProgram {
  const info = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
  return (command, args, { env = process.env }) => {
    const child = spawn(command, args ?? [], {
      env: { ...env, KUBERNETES_EXEC_INFO: info },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, so that what it started ends with it
    });
    const kill = (): void => killGroup(child);
    const timer = setTimeout(() => {
      const error = new Error(`${command} did not end in ${limit / 1_000} s`);
      hangs.set(JSON.stringify([command, args ?? []]), { error, at: performance.now() });
      child.emit('error', error);
      kill();
      child.stdout.destroy(); // what has left the group may keep them open
      child.stderr.destroy();
    }, limit - ahead);
    process.once('exit', kill);
    child.once('close', () => {
      clearTimeout(timer);
      process.off('exit', kill);
    });
    return child;
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return; // it never began
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
