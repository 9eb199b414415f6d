import { LineCounter, parseDocument } from 'yaml';
import type { ConfigurationProblem, ProblemExcerpt } from '../../errors/configuration-error.js';
import { type ConfigPath, ConfigSource, formatPath } from './config-source.js';
import { excerptOf, masked } from './excerpt.js';

/** An environment variable, as it was set. */
export interface SetVariable {
  readonly name: string;
  readonly text: string;
}

/** What of a variable a problem is about. */
export interface VariableProblemOptions {
  /** The path of the value within the JSON of the variable. */
  readonly within?: ConfigPath;
  /** @default 'value' */
  readonly at?: 'key' | 'value';
  /** The paths within the variable that are secrets. */
  readonly hidden?: readonly ConfigPath[];
}

/** Makes a problem of an environment variable, which shows what it was set to. */
export function variableProblem(
  { name, text }: SetVariable,
  problem: ConfigurationProblem,
  options: VariableProblemOptions = {},
): ConfigurationProblem {
  const { within = [] } = options;
  return { path: formatPath([name, ...within]), excerpt: shown({ name, text }, options), ...problem };
}

function shown(
  { name, text }: SetVariable,
  { within = [], at = 'value', hidden = [] }: VariableProblemOptions,
): ProblemExcerpt {
  const before = `${name}=`;
  const secret = hidden.some((path) => path.length === 0);
  const found = !secret && /^\s*[{[]/.test(text) ? inside(name, text, { within, at, hidden }) : undefined;
  const { text: line, column, length } = found ?? whole(text, secret);
  return { text: before + line, column: before.length + column, length };
}

function whole(text: string, secret: boolean): ProblemExcerpt {
  if (secret) return { text: masked, column: 1, length: masked.length };
  return excerptOf(text, { start: 0, end: text.length });
}

/** JSON is YAML, which knows where its parts stand. */
function inside(
  file: string,
  text: string,
  { within, at, hidden }: Required<VariableProblemOptions>,
): ProblemExcerpt | undefined {
  const lines = new LineCounter();
  const flat = text.replace(/[\n\r\t]/g, ' ');
  const document = parseDocument(flat, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0) return whole(flat, hidden.length > 0);
  return new ConfigSource({ file, text: flat, document, lines }).problem(within, { message: '' }, { at, hidden })
    .excerpt;
}
