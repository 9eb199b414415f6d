// The public surface of a package is written down in its exports.txt: every name that an entry exports, types included.
// `node tools/check-exports.mjs` in a package compares; `--update FOLDER…` writes (npm run exports:update).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const update = process.argv[2] === '--update';
const folders = update ? process.argv.slice(3) : ['.'];
for (const folder of folders) {
  const file = join(folder, 'exports.txt');
  const found = surface(resolve(folder));
  const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (update) writeFileSync(file, found);
  else if (found !== known) {
    console.error(
      `The exports differ from ${file}; npm run exports:update writes it anew.\n${difference(known, found)}`,
    );
    process.exitCode = 1;
  }
}

function surface(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([, target]) => typeof target === 'object');
  return entries.map(([entry, { types }]) => `${entry}\n${names(join(folder, types))}`).join('\n');
}

/** Entry files only re-export by name, so that reading them is enough. */
function names(file) {
  const text = readFileSync(file, 'utf8');
  const lists = [...text.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, type, list]) =>
    list.split(',').flatMap((part) => (part.trim() ? [(type ?? '') + part.trim().replace(/^.* as /, '')] : [])),
  );
  return lists
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => `  ${name}\n`)
    .join('');
}

function difference(before, after) {
  const [old, fresh] = [before, after].map((text) => new Set(text.split('\n')));
  const gone = [...old].filter((line) => !fresh.has(line)).map((line) => `- ${line}`);
  return [...gone, ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line}`)].join('\n');
}
