import { existsSync, readFileSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';

/** What the start of the command reads of a package.json. */
export interface StartManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly servo?: unknown;
  readonly version?: string;
}

/** Reads a package.json; ends the process where that cannot be done. */
export function readManifest(path: string): StartManifest {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof manifest !== 'object' || !manifest) throw new TypeError('expected a mapping, as {"private": true}');
    return manifest; // as npm writes it
  } catch (error) {
    console.error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}

/** The entry of a deployment's own copy of this command, so that its pinned version runs whichever copy was called. */
export function pinnedCopy(folder: string, own: string): string {
  const deployment = findDeployment(folder);
  if (!deployment) return own;
  try {
    const manifest = module.createRequire(deployment).resolve('@servo/cli/package.json');
    return realpathSync(join(dirname(manifest), 'dist/index.js'));
  } catch {
    return own; // the deployment pins none
  }
}

/** The nearest package.json that depends on servo packages or connectors, or is a connector itself. */
function findDeployment(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (existsSync(path)) {
    const { dependencies, optionalDependencies, servo } = readManifest(path);
    const names = Object.keys({ ...dependencies, ...optionalDependencies });
    if (servo !== undefined || names.some((name) => /^@servo\/|servo-connector-/.test(name))) return path;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findDeployment(parent);
}
