// Finds a real Prometheus with its promtool, or unpacks Debian's outside of the checkout: node tools/real-programs/real-prometheus.ts
// prints where they are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The folder of both programs, or why there is none. */
export type RealPrometheus = { readonly folder: string } | { readonly missing: string };

/** Looks on the PATH, then into the cache, then gets Debian's package, which takes some seconds once. */
export function realPrometheus(env: NodeJS.ProcessEnv = process.env): RealPrometheus {
  const onPath = (env['PATH'] ?? '').split(delimiter).find(hasBoth);
  if (onPath !== undefined) return { folder: onPath };
  const cache = join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'servo');
  const unpacked = join(cache, 'prometheus');
  const folder = join(unpacked, 'usr/bin');
  if (hasBoth(folder)) return { folder };
  const problem = unpack(cache, unpacked);
  return problem === undefined ? { folder } : { missing: `prometheus is not on the PATH, and ${problem}` };
}

function unpack(cache: string, path: string): string | undefined {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'download-')); // several tests may do so at one time: the first rename counts
  const run = (program: string, ...args: readonly string[]): string | undefined => {
    const { status, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout: 180_000 });
    return status === 0 ? undefined : `${program} failed: ${error?.message ?? stderr.trim().split('\n').at(-1) ?? ''}`;
  };
  try {
    const updated = run('apt-get', 'download', 'prometheus') === undefined ? undefined : run('apt-get', 'update');
    const failed = updated ?? (deb(folder) ? undefined : run('apt-get', 'download', 'prometheus'));
    const package_ = deb(folder);
    if (package_ === undefined) return failed ?? 'Debian has no such package';
    const broken = run('dpkg', '-x', package_, 'unpacked');
    if (broken !== undefined) return broken;
    return keep(join(folder, 'unpacked'), path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts a folder in its place, or leaves what another test has put there, whose programs may run already. */
function keep(unpacked: string, path: string): string | undefined {
  try {
    renameSync(unpacked, path);
    return undefined;
  } catch (error) {
    if (hasBoth(join(path, 'usr/bin'))) return undefined;
    return `${path} is incomplete: remove it (${error instanceof Error ? error.message : String(error)})`;
  }
}

function deb(folder: string): string | undefined {
  return readdirSync(folder).find((name) => name.endsWith('.deb'));
}

function hasBoth(folder: string): boolean {
  return ['prometheus', 'promtool'].every((program) => existsSync(join(folder, program)));
}

if (import.meta.main) {
  const found = realPrometheus();
  if ('folder' in found) console.log(found.folder);
  else {
    console.error(found.missing);
    process.exitCode = 1;
  }
}
