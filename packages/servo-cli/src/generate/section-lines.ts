import type { SchemaField } from '@servo/core/documents';
import { stringify } from 'yaml';
import { literal } from '../config/configuration-yaml.js';
import { indented } from './indented.js';
import { itemLines } from './item-lines.js';

/** How a section is written. */
export interface SectionLinesOptions {
  /** Whether what has a default is written with it, or shown in a comment. */
  readonly defaults: boolean;
}

/**
 * Writes the keys of a section: those of its example with the values of that, what else is required without one, to be filled
 * in, and the rest as comments. A list of mappings without an example is shown with one of them.
 *
 * @returns Lines of YAML, which begin at the margin.
 */
export function sectionLines(fields: readonly SchemaField[], options: SectionLinesOptions): readonly string[] {
  const comesFirst = ({ required, example }: SchemaField): boolean => required || example !== undefined;
  const ordered = [...fields.filter(comesFirst), ...fields.filter((field) => !comesFirst(field))];
  const above = new Set(fields.map(({ key }) => key));
  return ordered.flatMap((field) => fieldLines(field, options, above));
}

function fieldLines(field: SchemaField, options: SectionLinesOptions, above: ReadonlySet<string>): readonly string[] {
  const { key, fields } = field;
  if (isListToFill(field)) return listLines(field, options, above);
  const written = isWritten(field, options);
  const empty = written && !fields.some((each) => isWritten(each, options)) ? ' {}' : ''; // comments alone are no mapping
  const lines =
    fields.length > 0
      ? [`${key}:${empty}${noteOf(field)}`, ...indented(sectionLines(fields, options))]
      : valueLines(field);
  return written ? lines : lines.map(commented);
}

/** An example, or a default with something in it, shows by itself what the list holds. */
function isListToFill({ items, example, default: value }: SchemaField): boolean {
  if (example !== undefined) return false;
  return items.length > 0 && (value === undefined || (Array.isArray(value) && value.length === 0));
}

/** Shows the first item: to be filled in where the list is required, else in a comment, also below the empty list. */
function listLines(field: SchemaField, options: SectionLinesOptions, above: ReadonlySet<string>): readonly string[] {
  const { key, required, items } = field;
  const shown = items.filter((each) => each.required || !above.has(each.key)); // the rest is explained there
  const lines = indented(
    itemLines(
      sectionLines(shown, options),
      shown.some((each) => isWritten(each, options)),
    ),
  );
  const head = `${key}:${noteOf(field)}`;
  if (required) return [head, ...lines];
  return isWritten(field, options) ? [...valueLines(field), ...lines.map(commented)] : [head, ...lines].map(commented);
}

function commented(line: string): string {
  return `# ${line}`;
}

function isWritten(field: SchemaField, { defaults }: SectionLinesOptions): boolean {
  return field.required || field.example !== undefined || (defaults && field.default !== undefined);
}

function valueLines(field: SchemaField): readonly string[] {
  const { key, required, secret } = field;
  const value = field.example ?? field.default;
  if (secret) return [`${key}${required ? '_file' : ''}:${noteOf(field)}`];
  if (value === undefined) return [`${key}:${noteOf(field)}`];
  const form = { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false } as const;
  return [
    `${stringify({ [key]: literal(value) }, form)
      .trim()
      .slice(1, -1)}${noteOf(field)}`,
  ];
}

/**
 * What is said behind a key: whether it is required or an example, what it takes where no value shows that, and what it
 * means.
 */
function noteOf({ required, takes, secret, description, fields, example, ...field }: SchemaField): string {
  const shown = fields.length > 0 || example !== undefined || (field.default !== undefined && !required);
  const form = secret ? (required ? 'the path of a file that holds it' : 'a secret') : takes;
  const isExample = example !== undefined && fields.length === 0;
  const need = [required ? 'required' : undefined, isExample ? 'an example' : undefined, shown ? undefined : form]
    .filter(Boolean)
    .join(', ');
  const note = [need, description && oneLine(description)].filter(Boolean).join('; ');
  return note === '' ? '' : ` # ${note}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
