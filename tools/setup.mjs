// Zero-dependency bootstrap. Runs on any Node >= 18 that has npm next to it.
// Installs the pinned pnpm (from the npm registry), then the frozen lockfile, which brings the
// pinned Node and pnpm into node_modules/.bin. A no-op (~40 ms) when nothing has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (p) => readFileSync(join(root, p));
const manifest = JSON.parse(read('package.json').toString());
const pnpm = manifest.packageManager; // pnpm@x.y.z
const stamp = join(root, 'node_modules/.setup-stamp');
const packages = ['packages', 'examples']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`))
  .filter((p) => existsSync(join(root, p)));
const hash = createHash('sha256');
for (const f of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', ...packages])
  if (existsSync(join(root, f))) hash.update(f).update(read(f));
const digest = hash.digest('hex');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && process.env.SERVO_SETUP !== 'force') process.exit(0);

const win = process.platform === 'win32';
const local = join(root, 'node_modules/.bin', win ? 'pnpm.cmd' : 'pnpm');
const wanted = pnpm.slice(pnpm.indexOf('@') + 1);
const version = (cmd) => {
  const r = spawnSync(cmd, ['--version'], { cwd: root, encoding: 'utf8', shell: win });
  return r.status === 0 ? r.stdout.trim() : undefined;
};
const [cmd, pre] = [local, 'pnpm'].some((c) => (existsSync(c) || c === 'pnpm') && version(c) === wanted)
  ? [version(local) === wanted ? local : 'pnpm', []]
  : ['npm', ['exec', '--yes', `--package=${pnpm}`, '--', 'pnpm']];
const args = [...pre, 'install', process.env.SERVO_SETUP === 'update' ? '--no-frozen-lockfile' : '--frozen-lockfile'];
console.error(`setup: ${cmd} ${args.join(' ')}`);
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([k]) =>
      !/^npm_(config|package|lifecycle)_?/i.test(k) ||
      /^npm_config_(cache|registry|proxy|https_proxy|noproxy|cafile)$/i.test(k),
  ),
);
const r = spawnSync(cmd, args, { cwd: root, stdio: 'inherit', env: { ...env, CI: env.CI ?? '1' }, shell: win });
if (r.status !== 0) process.exit(r.status ?? 1);
const local24 = join(root, 'node_modules/.bin', win ? 'node.cmd' : 'node'); // optionalDependency: absent where no binary is published
const nodeVersion = (existsSync(local24) && version(local24)) || process.version;
const [major, minor] = nodeVersion.slice(1).split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `setup: Node >= 22.19 is needed for the build tools, found ${nodeVersion} and could not install node@24 from the registry.`,
  );
  process.exit(1);
}
mkdirSync(join(root, 'node_modules'), { recursive: true });
writeFileSync(stamp, digest);
