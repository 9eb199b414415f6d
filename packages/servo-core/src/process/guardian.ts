// A program of its own, between the servo and one child: it starts the child and ends the child's whole tree when it is
// told to, or when the channel to the servo closes, which `kill -9` of the servo does too. Being a program, it may hold
// module-level state and read `process`; it imports nothing but types, so that it also runs as a single source file.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardianMark, GuardianOrder, GuardianReport } from './guardian-message.js';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly marked: boolean;
}

const pause = 20; // milliseconds between two looks at what is left
const patience = 5_000; // milliseconds until a process counts as one that cannot be killed

/** The process groups of the tree. A descendant keeps its group when its parent dies, so none gets lost on the way. */
const groups = new Set<number>();
let root: number | undefined; // unset once it ended: its id may be given to a stranger
let mark: string | undefined;
let stopping = false;
let reported: Promise<void> = Promise.resolve();

process.on('message', (order: GuardianOrder) => {
  if (order.type === 'start') start(order);
  else if (order.type === 'stop') stop(order);
  else adopt(order);
});
process.on('disconnect', () => void sweep());
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {}); // the servo decides

function start({ command, args, cwd, env }: Extract<GuardianOrder, { type: 'start' }>): void {
  mark = markOf(env);
  const [program = command, ...rest] = [...deathBond(env['PATH']), command, ...args];
  const child = spawn(program, rest, { cwd, env, detached: true, stdio: 'inherit' });
  if (child.pid !== undefined) {
    root = child.pid;
    groups.add(child.pid); // detached: it leads a group of its own
    report({ type: 'started', pid: child.pid });
  }
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (root !== undefined) return; // only a failed start is told by this event
    report({ type: 'refused', code: error.code ?? 'UNKNOWN', message: error.message });
    void leave();
  });
  child.once('exit', (code, signal) => {
    root = undefined;
    report({ type: 'ended', code, signal });
    void (stopping ? awaitRest() : sweep());
  });
}

/** The command prefix that has Linux kill the child with this process, should this process be killed. */
function deathBond(path = ''): readonly string[] {
  const setpriv = path
    .split(':')
    .map((folder) => `${folder}/setpriv`)
    .find((file) => existsSync(file));
  if (!setpriv) return [];
  const bond = [setpriv, '--pdeathsig', 'KILL', '--'];
  const probe = spawnSync(setpriv, [...bond.slice(1), setpriv, '--version'], { stdio: 'ignore' }); // busybox has no such option
  return probe.status === 0 ? bond : [];
}

function stop({ signal, grace }: Extract<GuardianOrder, { type: 'stop' }>): void {
  stopping = true;
  survey();
  signalTree(signal);
  setTimeout(() => void sweep(), grace).unref();
}

function adopt({ group, env }: Extract<GuardianOrder, { type: 'sweep' }>): void {
  mark = markOf(env);
  if (group !== undefined) groups.add(group);
  void sweep();
}

function markOf({ SERVO_CHILD }: GuardianMark): string {
  return `SERVO_CHILD=${SERVO_CHILD}`;
}

/** Lets descendants that outlive the child end by themselves; the timer of the stop ends the wait. */
async function awaitRest(): Promise<void> {
  while (survey().length > 0) await sleep(pause);
  await leave();
}

/** Kills whatever is left until nothing is. */
async function sweep(): Promise<void> {
  let left = survey();
  // a root that has just died is not listed any more, and its exit still has to be told
  for (let waited = 0; (left.length > 0 || root !== undefined) && waited < patience; waited += pause) {
    signalTree('SIGKILL');
    await sleep(pause);
    left = survey();
  }
  if (left.length > 0) report({ type: 'survived', pids: left });
  await leave();
}

async function leave(): Promise<void> {
  await reported;
  process.exit();
}

function report(message: GuardianReport): void {
  reported = new Promise((resolve) => {
    if (process.connected)
      process.send?.(message, undefined, {}, () => resolve()); // a failure means the servo is gone
    else resolve();
  });
}

function signalTree(signal: NodeJS.Signals): void {
  for (const group of groups)
    try {
      process.kill(-group, signal);
    } catch {
      // the group is empty, or (macOS) holds only what waits to be reaped
    }
}

/** Returns the ids of the tree's living processes, and learns the groups of those that made one of their own. */
function survey(): readonly number[] {
  const all = existsSync('/proc/self/stat') ? processesOfProc() : processesOfPs();
  const members = new Set<number>(root === undefined ? [] : [root]);
  for (let before = -1; before < members.size + groups.size; ) {
    before = members.size + groups.size;
    for (const { pid, parent, group, marked } of all)
      if (marked || members.has(parent) || groups.has(group)) {
        members.add(pid);
        groups.add(group);
      }
  }
  return all.map(({ pid }) => pid).filter((pid) => members.has(pid));
}

function processesOfProc(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (stat === '' || state === 'Z') return [];
      const marked = mark !== undefined && read(`/proc/${name}/environ`).split('\0').includes(mark);
      return [{ pid: Number(name), parent: Number(parent), group: Number(group), marked }];
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it ended since the folder was read, or belongs to somebody else
  }
}

/** The list where there is no /proc; environments cannot be read there. */
function processesOfPs(): readonly Process[] {
  const { stdout } = spawnSync('/bin/ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, state = 'Z'] = line.trim().split(/\s+/);
    const numbers = { pid: Number(pid), parent: Number(parent), group: Number(group) };
    return state.startsWith('Z') ? [] : [{ ...numbers, marked: false }];
  });
}
