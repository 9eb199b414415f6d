// Fails when the error codes in the sources, the table of @servo/core and docs/errors.md do not name the same ones.
// A new code needs one line in the table (packages of the fixed group only) and one section in the page.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const table = 'packages/servo-core/src/errors/error-codes.ts';
const page = 'docs/errors.md';
// Connectors and the search are versioned alone: their codes stand on the page, not in core.
const fixedGroup = /^packages[\\/]servo-(core|cli|optimizer|testing)[\\/]/;

// Where a literal is a code: the first argument of an error or of what makes one, and whatever is called a code. The
// codes of the system, such as ENOENT, are one word; ours are one word only in the first case.
const argument =
  /\b\w*(?:[Ee]rror|[Pp]roblem|[Rr]efusal|[Rr]efuse|[Ii]nvalid|[Ff]ailure|super)\(\s*(?:[\w.]+\s*\?\?\s*)?'([A-Z][A-Z0-9_]+)'/g;
const named = /\b(?:\w*C|c)ode\s*\??[:=](?!=)[^;,(){}]*/g;
const literal = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;

function codesIn(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const matches = [
    ...code.matchAll(argument),
    ...(code.match(named) ?? []).flatMap((text) => [...text.matchAll(literal)]),
  ];
  return matches.map(([, name]) => name);
}

const read = (path) => readFileSync(`${root}/${path}`, 'utf8');
const sources = globSync('packages/*/src/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts') && path.replaceAll('\\', '/') !== table)
  .flatMap((path) => codesIn(read(path)).map((code) => ({ path, code })));
const used = new Map(sources.map(({ path, code }) => [code, path]));
const core = new Map(sources.filter(({ path }) => fixedGroup.test(path)).map(({ path, code }) => [code, path]));
const listed = [...read(table).matchAll(/^ {2}([A-Z0-9_]+):/gm)].map(([, code]) => code);
const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

const problems = [
  ...missing(core, listed).map((code) => `${code} (${core.get(code)}) is not in ${table}`),
  ...missing(used, headings).map((code) => `${code} (${used.get(code)}) has no section in ${page}`),
  ...listed.filter((code) => !core.has(code)).map((code) => `${code} is in ${table} but in no source`),
  ...headings.filter((code) => !used.has(code)).map((code) => `${code} has a section in ${page} but is in no source`),
  ...disorder(listed).map((code) => `${code} is out of alphabetical order in ${table}`),
  ...disorder(headings).map((code) => `${code} is out of alphabetical order in ${page}`),
];

function missing(codes, known) {
  return [...codes.keys()].filter((code) => !known.includes(code));
}

function disorder(codes) {
  return codes.filter((code, index) => index > 0 && code <= codes[index - 1]);
}

if (problems.length > 0) {
  console.error(`Error codes differ:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exitCode = 1;
} else console.log(`${headings.length} error codes, all of them in the sources, the table and ${page}`);
