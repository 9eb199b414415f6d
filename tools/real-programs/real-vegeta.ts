// Finds a real vegeta, or builds one outside of the checkout: node tools/real-programs/real-vegeta.ts prints its path.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const version = 'v12.13.0';

/** Where the program is, or why there is none. */
export type RealVegeta = { readonly path: string } | { readonly missing: string };

/** Looks on the PATH, then into the cache, then builds it with Go, which takes about half a minute once. */
export function realVegeta(env: NodeJS.ProcessEnv = process.env): RealVegeta {
  const installed = find('vegeta', (env['PATH'] ?? '').split(delimiter));
  if (installed) return { path: installed };
  const cache = join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'servo');
  const cached = join(cache, `vegeta-${version}`);
  if (existsSync(cached)) return { path: cached };
  const go = find('go', [...(env['PATH'] ?? '').split(delimiter), '/usr/local/go/bin']);
  if (!go) return { missing: 'vegeta is neither on the PATH, nor is there a Go to build it with' };
  const problem = build(go, cache, cached);
  return problem === undefined ? { path: cached } : { missing: `vegeta could not be built: ${problem}` };
}

function build(go: string, cache: string, path: string): string | undefined {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'build-')); // several tests may build at one time: the last rename counts
  try {
    const options = {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
      encoding: 'utf8',
      timeout: 300_000,
    } as const;
    const { status, stderr, error } = spawnSync(go, ['install', `github.com/tsenart/vegeta/v12@${version}`], options);
    if (status !== 0) return error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
    renameSync(join(folder, 'vegeta'), path);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function find(program: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

if (import.meta.main) {
  const found = realVegeta();
  if ('path' in found) console.log(found.path);
  else {
    console.error(found.missing);
    process.exitCode = 1;
  }
}
