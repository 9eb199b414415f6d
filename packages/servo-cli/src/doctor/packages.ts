import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Discovery, resolvePackage } from '@servo/core/documents';
import { type Finding, warning, well } from './finding.js';

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];
const exact = /^(\d+\.\d+\.\d+|workspace:|file:|link:|git|https?:|portal:)/;

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

function isLocked(folder: string): boolean {
  if (lockFiles.some((name) => existsSync(join(folder, name)))) return true;
  const parent = dirname(folder);
  return parent !== folder && isLocked(parent);
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
