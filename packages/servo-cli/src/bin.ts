#!/usr/bin/env node
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import module from 'node:module'; // whole: an older Node lacks some names, and must get as far as the sentence about it
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly servo?: unknown;
  readonly version?: string;
}
type Main = { readonly main: (argv: readonly string[]) => Promise<void> };

const argv = process.argv.slice(2);
const here = dirname(realpathSync(fileURLToPath(import.meta.url)));

function read(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest; // as npm writes it
  } catch (error) {
    console.error(`${path} cannot be read: ${String(error)}`);
    process.exit(2);
  }
}

/** The folder of servo.yaml, where the search for the deployment begins. */
function startFolder(): string {
  const index = argv.findIndex((word) => /^(-c|--config-file(=|$))/.test(word));
  const attached = argv[index]?.replace(/^(-c=?|--config-file=?)/, '');
  const file = attached || (index < 0 ? process.env['SERVO_CONFIG_FILE'] : argv[index + 1]);
  return file ? dirname(resolve(file)) : process.cwd();
}

/** The nearest package.json that depends on servo packages or connectors, or is a connector itself. */
function findDeployment(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (existsSync(path)) {
    const { dependencies, optionalDependencies, servo } = read(path);
    const names = Object.keys({ ...dependencies, ...optionalDependencies });
    if (servo !== undefined || names.some((name) => /^@servo\/|servo-connector-/.test(name))) return path;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findDeployment(parent);
}

/** The deployment's own copy of this command, so that its pinned version runs whichever copy was called. */
function pinnedCopy(): string {
  const own = join(here, 'index.js');
  const deployment = findDeployment(startFolder());
  if (!deployment) return own;
  try {
    return realpathSync(
      join(dirname(module.createRequire(deployment).resolve('@servo/cli/package.json')), 'dist/index.js'),
    );
  } catch {
    return own; // the deployment pins none
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`servo needs Node 22.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
const dotEnv = join(startFolder(), '.env');
if (existsSync(dotEnv)) process.loadEnvFile(dotEnv); // which fills in what is not set, and no more
const copy = pinnedCopy();
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  console.log(read(join(dirname(copy), '../package.json')).version);
} else {
  module.enableCompileCache();
  const { main } = (await import(pathToFileURL(copy).href)) as Main; // the same entry of another version
  await main(argv);
}
