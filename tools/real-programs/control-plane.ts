// The programs of a Kubernetes control plane for tests: etcd, API server, controller manager, scheduler, kubectl, and kwok, which
// simulates nodes. `node tools/real-programs/control-plane.ts` builds them from Go modules into a cache outside the checkout (10 to 12 minutes,
// once) and prints the folder. A build that was cut off goes on where it ended.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where tests find a cluster: one that runs, programs to start one with, or nowhere and why. */
export type ControlPlane =
  | { readonly kind: 'existing'; readonly kubeconfig: string }
  | { readonly kind: 'programs'; readonly folder: string }
  | { readonly kind: 'none'; readonly reason: string };

const version = '1.37.2';
const module = fileURLToPath(new URL('control-plane', import.meta.url));
const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  kwok: 'sigs.k8s.io/kwok/cmd/kwok',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
} as const;
const needed = ['etcd', 'kwok', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/**
 * Finds the cluster for tests: an existing one (`USE_EXISTING_CLUSTER=true` and `KUBECONFIG`), the programs of
 * `KUBEBUILDER_ASSETS`, those in the cache, or, where `CI` is set, those that are built now.
 */
export function findControlPlane(env: Environment): ControlPlane {
  if (env['USE_EXISTING_CLUSTER'] === 'true') return existing(env);
  const assets = env['KUBEBUILDER_ASSETS'];
  if (assets) return hasPrograms(assets) ? { kind: 'programs', folder: assets } : incomplete(assets);
  const folder = cacheFolder(env);
  if (hasPrograms(folder)) return { kind: 'programs', folder };
  if (env['CI']) return { kind: 'programs', folder: buildControlPlane(env) };
  return {
    kind: 'none',
    reason: 'no control plane; build one with `node tools/real-programs/control-plane.ts` (needs Go 1.26)',
  };
}

/** Builds what the cache lacks and returns its folder. */
export function buildControlPlane(env: Environment): string {
  const folder = cacheFolder(env);
  mkdirSync(folder, { recursive: true });
  using _ = buildLock(folder);
  for (const [name, path] of Object.entries(packages))
    if (!canRun(join(folder, name))) buildProgram(folder, name, path);
  return folder;
}

function buildProgram(folder: string, name: string, path: string): void {
  const started = Date.now();
  const partial = join(folder, `.${name}.part`);
  const stamp = 'k8s.io/component-base/version';
  const [major, minor] = version.split('.');
  const flags = [`gitVersion=v${version}`, `gitMajor=${major}`, `gitMinor=${minor}`, 'gitTreeState=archive'];
  const linked = ['-s', '-w', ...flags.flatMap((flag) => ['-X', `${stamp}.${flag}`])].join(' ');
  const env = { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' };
  const args = ['build', '-trimpath', '-ldflags', linked, '-o', partial, path];
  const { status, error } = spawnSync('go', args, { cwd: module, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${name} could not be built: ${error?.message ?? `go ended with ${status}`}`);
  renameSync(partial, join(folder, name));
  console.error(`${name}: built in ${Math.round((Date.now() - started) / 1_000)} s`);
}

/** The modules and the version decide what is built, so they name the folder. */
function cacheFolder({ XDG_CACHE_HOME }: Environment): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(module, file)));
  const name = `k8s-${version}-${hash.digest('hex').slice(0, 12)}`;
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'servo', 'control-plane', name);
}

function existing({ KUBECONFIG }: Environment): ControlPlane {
  if (KUBECONFIG) return { kind: 'existing', kubeconfig: KUBECONFIG };
  throw new Error('USE_EXISTING_CLUSTER is set, but KUBECONFIG names no file');
}

function incomplete(folder: string): ControlPlane {
  const missing = needed.filter((name) => !canRun(join(folder, name)));
  return { kind: 'none', reason: `KUBEBUILDER_ASSETS (${folder}) lacks ${missing.join(', ')}` };
}

function hasPrograms(folder: string): boolean {
  return needed.every((name) => canRun(join(folder, name)));
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // absent, or not to be executed
  }
}

/**
 * Keeps a second build out of a folder until it is disposed of; a lock whose holder is gone is taken over. The file is linked
 * into its place when it is written, so that nobody finds it empty and takes its holder for gone.
 */
export function buildLock(folder: string): Disposable {
  const file = join(folder, '.lock');
  const own = join(folder, `.lock-${process.pid}`);
  writeFileSync(own, String(process.pid));
  try {
    while (!isLinked(own, file)) {
      const holder = holderOf(file);
      if (isAlive(holder)) throw held(holder);
      moveAway(file, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

function isLinked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a holder that is gone, unless another one has taken it over just now: that one gets it back. */
function moveAway(file: string, gone: number): void {
  const aside = `${file}-gone-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return; // another one was faster, or its holder is ready
    throw error;
  }
  const holder = holderOf(aside);
  if (holder !== gone) isLinked(aside, file);
  rmSync(aside, { force: true });
  if (holder !== gone) throw held(holder);
}

/** 0 where nobody holds it any more. */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM'; // of another user; else there is no such process
  }
}

function held(holder: number): Error {
  return new Error(`The control plane is being built by process ${holder}`);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

if (import.meta.main) console.log(buildControlPlane(process.env));
