// Writes the table of a connector's configuration into its README, from the schema of the built package:
// node tools/config-table.ts packages/connector-vegeta VegetaConfig
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly items?: { readonly enum?: readonly unknown[] };
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

/** A schema that can be described, such as those of zod. */
export interface DescribedSchema {
  readonly '~standard': {
    readonly jsonSchema: { input(options: { readonly target: 'draft-07' }): Readonly<Record<string, unknown>> };
  };
}

const begin = '<!-- configuration -->';
const end = '<!-- /configuration -->';

/** Returns the table as Markdown, a row for each key. */
export function configTable(schema: DescribedSchema): string {
  const { properties, required = [] } = schema['~standard'].jsonSchema.input({
    target: 'draft-07',
  }) as unknown as ObjectSchema; // the configuration of a connector is an object
  const rows = Object.entries(properties).map(([name, property]) => [
    `\`${snakeCase(name)}\``,
    required.includes(name) ? 'required' : shown(property),
    (property.description ?? '').replaceAll('|', '\\|'),
  ]);
  const table = [['key', 'default', 'meaning'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...others] = table;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

/** Returns the part of a README that the table stands in, which is what this writes there. */
export function writtenTable(readme: string): string {
  const [, written = ''] = new RegExp(`${begin}\\n\\n([^]*?)\\n\\n${end}`).exec(readme) ?? [];
  return written;
}

function shown({ default: value, items }: Property): string {
  if (value === undefined) return '';
  if (Array.isArray(value) && items?.enum && value.length === items.enum.length) return 'all';
  return `\`${typeof value === 'string' ? value : JSON.stringify(snakeKeys(value))}\``;
}

function snakeKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [snakeCase(key), each]));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

if (import.meta.main) {
  const [folder = '', name = ''] = process.argv.slice(2);
  const module = (await import(resolve(folder, 'dist/index.js'))) as Record<string, DescribedSchema>; // of schemas and classes
  const schema = module[name];
  const file = join(folder, 'README.md');
  const readme = readFileSync(file, 'utf8');
  if (!schema || writtenTable(readme) === '') {
    console.error(`Expected a schema ${name} in ${folder}, and the marks ${begin} and ${end} in its README`);
    process.exitCode = 1;
  } else
    writeFileSync(
      file,
      readme.replace(writtenTable(readme), () => configTable(schema)),
    );
}
