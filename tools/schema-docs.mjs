// Writes the tables of keys in the documents from the schemas: what stands between "<!-- keys of NAME -->" and
// "<!-- end -->". With --check, fails when a table is not what its schema says.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const load = (path) => import(pathToFileURL(`${root}packages/${path}`).href);
const { optimizerAliases, optimizerSchemas, schemaFields, servoSettings, checkSettings, servoIdentity } =
  await load('servo-core/dist/documents.js');
const checks = process.argv.includes('--check');
const folders = readdirSync(`${root}packages`);
const pages = ['docs/configuration.md', ...folders.map((folder) => `packages/${folder}/README.md`)];
const own = { settings: servoSettings, checks: checkSettings, document: servoIdentity };

/** The schema behind a name: `optimizer embedded`, `settings`, or that of a connector. */
async function schemaOf(name) {
  const [first, kind] = name.split(' ');
  if (first === 'optimizer') return optimizerSchemas[kind];
  if (own[first]) return own[first];
  const manifest = JSON.parse(readFileSync(`${root}packages/connector-${first}/package.json`, 'utf8'));
  const { entry, export: exported } = manifest.servo.connectors[first];
  return (await load(`connector-${first}/${entry}`))[exported].config;
}

/** Every key that holds a value of its own, those of nested mappings by their paths. */
function flat(fields) {
  return fields.flatMap((field) => {
    const nested = flat(field.fields).map((each) => ({ ...each, required: each.required && field.required }));
    return nested.length === 0 ? [field] : field.description ? [{ ...field, default: undefined }, ...nested] : nested;
  });
}

/** The variables with names of their own that set a key. */
function variablesOf(name, path) {
  const [, kind] = name.split(' ');
  const found = Object.entries(optimizerAliases[kind] ?? {}).filter(([, key]) => key.replace(/_file$/, '') === path);
  return found.map(([variable]) => `\`${variable}\``).join(', ');
}

function row({ path, required, secret, default: value, description = '', takes }) {
  const name = secret ? `\`${path}\`, \`${path}_file\`` : `\`${path}\``;
  const usual = required ? 'required' : value === undefined ? '' : shown(value);
  const choice = takes?.startsWith('one of ')
    ? takes.replace(/^one of /, 'One of ').replace(/(?<=One of |, )[^,]+/g, '`$&`')
    : '';
  const meaning = [description, choice].filter(Boolean).join(description.endsWith('.') ? ' ' : '. ');
  return [name, usual, meaning.replaceAll('|', '\\|')];
}

/** A default; a long list is one of all that there is. */
function shown(value) {
  if (Array.isArray(value) && value.length > 4) return 'all';
  return `\`${JSON.stringify(value).replace(/^"(.*)"$/, '$1')}\``;
}

function table(name, fields) {
  const all = [['key', 'variable', 'default', 'meaning']];
  for (const field of flat(fields)) {
    const [key, ...rest] = row(field);
    all.push([key, variablesOf(name, field.path), ...rest]);
  }
  const named = all.slice(1).some(([, variable]) => variable !== '');
  const rows = named ? all : all.map(([key, , ...rest]) => [key, ...rest]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}

const marked = /<!-- keys of ([\w- ]+) -->\n[\s\S]*?<!-- end -->/g;
for (const page of pages) {
  const before = readFileSync(`${root}${page}`, 'utf8');
  let after = before;
  for (const [whole, name] of before.matchAll(marked)) {
    const fields = schemaFields(await schemaOf(name), undefined);
    after = after.replace(whole, () => `<!-- keys of ${name} -->\n\n${table(name, fields)}\n\n<!-- end -->`);
  }
  if (after === before) continue;
  if (!checks) writeFileSync(`${root}${page}`, after);
  else {
    console.error(`${page} has a table that is not what its schema says: run "npm run docs"`);
    process.exitCode = 1;
  }
}
