import type { SchemaField } from '@servo/core/documents';
import { stringify } from 'yaml';
import { indented } from './indented.js';
import { sectionLines, type SectionLinesOptions } from './section-lines.js';

/** The section of a connector that is to be filled in. */
export interface TemplateSection {
  /** Its name in servo.yaml. */
  readonly key: string;
  /** What `connectors` calls it. */
  readonly connector: string;
  readonly description?: string | undefined;
  readonly fields: readonly SchemaField[];
}

/** What is written. */
export interface TemplateOptions extends SectionLinesOptions {
  /** The name of the servo. */
  readonly name?: string | undefined;
  /** Lines about the optimizer. */
  readonly optimizer: readonly string[];
  readonly connectors: readonly TemplateSection[];
  /** Whether `connectors` is written; without it those count that have a section. */
  readonly lists: boolean;
  /** Sections of servo itself, with `defaults`. */
  readonly own: Readonly<Record<string, readonly SchemaField[]>>;
}

/** The comment by which editors find the schema. */
export const schemaComment = '# yaml-language-server: $schema=./servo.schema.json';

/** Writes a document of servo.yaml to be filled in. */
export function configurationTemplate(options: TemplateOptions): string {
  const { name, optimizer, connectors, lists, own, defaults } = options;
  const parts = [
    name === undefined ? [] : [`name: ${stringify(name).trim()}`],
    optimizer,
    lists ? [connectorsLine(connectors)] : [],
    ...(defaults ? Object.entries(own).map(([key, fields]) => section({ key, fields }, options)) : []),
    ...connectors.map((each) => section(each, options)),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(
  { key, description, fields }: Pick<TemplateSection, 'key' | 'description' | 'fields'>,
  options: SectionLinesOptions,
): readonly string[] {
  return [...(description ? [`# ${description}`] : []), `${key}:`, ...indented(sectionLines(fields, options))];
}

function connectorsLine(connectors: readonly TemplateSection[]): string {
  const renamed = connectors.some(({ key, connector }) => connector.slice(connector.lastIndexOf('/') + 1) !== key);
  const value = renamed
    ? Object.fromEntries(connectors.map(({ key, connector }) => [key, connector]))
    : connectors.map(({ connector }) => connector);
  return `connectors: ${stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim()}`;
}
