import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Discovery, resolvePackage } from '@servo/core/documents';
import { type Finding, warning, well } from './finding.js';

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];
const exact = /^(\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$|(?:workspace|file|link|catalog|portal|https?):|git)/;

/** Looks at the packages of a deployment: what is refused, what is not pinned, and what is there twice. */
export function packageFindings({ deployment, candidates }: Discovery): readonly Finding[] {
  if (!deployment)
    return [
      warning(
        'deployment',
        'There is no package.json that lists servo packages or connectors',
        'servo init makes one.',
      ),
    ];
  const refused = candidates.flatMap(({ name, refusal }): readonly Finding[] =>
    refusal ? [{ name: `connector ${name}`, status: 'failed', message: refusal.message, hint: refusal.hint }] : [],
  );
  const usable = candidates.filter(({ refusal }) => !refusal).map(({ name }) => name);
  return [
    well('deployment', `${deployment.root}: ${usable.join(', ') || 'no connector'}`),
    ...refused,
    ...unpinned(deployment),
    copiesOfCore(deployment, candidates),
  ];
}

type Deployment = NonNullable<Discovery['deployment']>;

/** A version that moves on its own makes what was learned worthless; a lock file holds it as well. */
function unpinned({ root, manifest }: Deployment): readonly Finding[] {
  if (isLocked(root)) return [well('versions', 'a lock file holds them')];
  const loose = Object.entries(manifest.dependencies).filter(([, range]) => !exact.test(range));
  if (loose.length === 0) return [well('versions', 'all are exact')];
  const names = loose.map(([name, range]) => `${name} ${range}`).join(', ');
  return [
    warning(
      'versions',
      `not exact, and no lock file holds them: ${names}`,
      'npm install --save-exact, and keep package-lock.json.',
    ),
  ];
}

/** A lock file holds the versions of its folder, and of the packages of its workspace. */
function isLocked(folder: string, isDeployment = true): boolean {
  const counts = isDeployment || isWorkspace(folder);
  if (counts && lockFiles.some((name) => existsSync(join(folder, name)))) return true;
  const parent = dirname(folder);
  return parent !== folder && isLocked(parent, false);
}

function isWorkspace(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true;
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest;
  } catch {
    return false; // there is none, or none that counts
  }
}

/** Two copies work, but what one of them knows the other does not. */
function copiesOfCore({ root }: Deployment, candidates: Discovery['candidates']): Finding {
  const folders = [root, ...candidates.map(({ entry }) => dirname(entry)).filter((folder) => folder !== '.')];
  const copies = new Map(
    folders.flatMap((folder) => {
      const found = resolvePackage('@servo/core', folder);
      return found ? [[found.root, found.manifest.version] as const] : [];
    }),
  );
  const texts = [...copies].map(([folder, version]) => `${version} in ${folder}`);
  if (copies.size === 1) return well('@servo/core', texts.join());
  if (copies.size === 0) return warning('@servo/core', 'not installed', 'npm install');
  return warning(
    '@servo/core',
    `several copies: ${texts.join(', ')}`,
    'npm dedupe, or connectors of one version of core.',
  );
}
