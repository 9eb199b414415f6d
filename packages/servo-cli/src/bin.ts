#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import module from 'node:module'; // whole: an older Node lacks some names, and must get as far as the sentence about it
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadDotEnv } from './dot-env.js';
import { pinnedCopy, readManifest } from './pinned-copy.js';
import { readAhead } from './read-ahead.js';
import { tellOfLostOutput } from './tell-of-lost-output.js';

type Main = { readonly main: (argv: readonly string[]) => Promise<void> };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`servo needs Node 22.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
const argv = process.argv.slice(2);
const { configFile = process.env['SERVO_CONFIG_FILE'] } = readAhead(argv);
/** Of servo.yaml; the deployment is at or above it. */
const folder = configFile ? dirname(resolve(configFile)) : process.cwd();
loadDotEnv(join(folder, '.env'));
const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const copy = pinnedCopy(folder, join(here, 'index.js'));
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  tellOfLostOutput();
  console.log(readManifest(join(dirname(copy), '../package.json')).version);
} else {
  module.enableCompileCache();
  const { main } = (await import(pathToFileURL(copy).href)) as Main; // the same entry of another version
  await main(argv);
  for (const stream of [process.stdout, process.stderr]) await new Promise((taken) => stream.write('', taken));
  process.exit(); // without a last collection of garbage, and whatever a connector has left open
}
