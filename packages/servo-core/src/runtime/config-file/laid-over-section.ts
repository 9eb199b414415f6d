import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import { type ConfigPath, startsWith } from './config-path.js';
import { type Filled, formatPath } from './config-source.js';
import type { ConfigSection } from './config-section.js';
import type { EnvironmentValue } from './environment-values.js';
import type { JsonSchema } from './json-schema.js';
import { secretPaths } from './secret-paths.js';
import type { ValueOrigin } from './value-origin.js';
import { variableProblem } from './variable-problem.js';

/** A value of the file that an environment variable took the place of. */
export interface Override {
  readonly variable: string;
  /** The key, as users write it: `process.settings.workers.min`. */
  readonly path: string;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** A section with the environment laid over it; knows of each value where it came from. Paths start at the section. */
export class LaidOverSection {
  readonly value: unknown;
  readonly overrides: readonly Override[];
  readonly #section: ConfigSection;
  readonly #given = new Map<string, EnvironmentValue>();
  readonly #root: JsonSchema;
  #hidden: readonly ConfigPath[] | undefined;

  constructor(section: ConfigSection, values: readonly EnvironmentValue[], root: JsonSchema) {
    this.#section = section;
    this.#root = root;
    let value: unknown = section.value ?? {};
    const overrides: Override[] = [];
    for (const each of values) {
      const { variable, path, value: given, replaces } = each;
      if (replaces) value = without(value, replaces);
      value = setIn(value, path, given);
      this.#given.set(JSON.stringify(path), each);
      const written = writtenAt(section.value, path);
      if (written) overrides.push(this.#override(variable, written));
    }
    this.value = value;
    this.overrides = overrides;
  }

  /**
   * Makes a problem that names the place of a value, in the file or in the variable that gave it, and shows what stands
   * there without secrets.
   */
  problem(path: ConfigPath, problem: ConfigurationProblem, at: 'key' | 'value' = 'value'): ConfigurationProblem {
    const found = this.#variableOf(path);
    if (!found) {
      const { path: start, source } = this.#section;
      const hidden = this.#secrets.map((secret) => [...start, ...secret]);
      return source.problem([...start, ...path], problem, { at, hidden });
    }
    const { given, rest } = found;
    const { variable: name, text, within = [] } = given;
    const hidden = this.#secrets.flatMap((secret): ConfigPath[] => {
      if (startsWith(given.path, secret)) return [within];
      return startsWith(secret, given.path) ? [[...within, ...secret.slice(given.path.length)]] : [];
    });
    return variableProblem({ name, text }, problem, { within: [...within, ...rest], at, hidden });
  }

  /** How the text at a path was filled in; `undefined` where it was not. */
  filled(path: ConfigPath): Filled | undefined {
    return this.#variableOf(path) ? undefined : this.#section.source.filled([...this.#section.path, ...path]);
  }

  /** Where the value at a path came from: a variable, a place of the file, or neither. */
  origin(path: ConfigPath): ValueOrigin {
    const found = this.#variableOf(path);
    if (found) return { kind: 'variable', variable: found.given.variable };
    const whole = [...this.#section.path, ...path];
    if (!this.#section.source.has(whole)) return { kind: 'default' };
    const { variables = [] } = this.#section.source.filled(whole) ?? {};
    return { kind: 'file', ...this.#section.source.place(whole), variables };
  }

  get #secrets(): readonly ConfigPath[] {
    return (this.#hidden ??= secretPaths(this.value, this.#root));
  }

  #variableOf(path: ConfigPath): { readonly given: EnvironmentValue; readonly rest: ConfigPath } | undefined {
    for (let length = path.length; length > 0; length--) {
      const given = this.#given.get(JSON.stringify(path.slice(0, length)));
      if (given !== undefined) return { given, rest: path.slice(length) };
    }
    return undefined;
  }

  #override(variable: string, path: ConfigPath): Override {
    const whole = [...this.#section.path, ...path];
    return { variable, path: formatPath(whole), ...this.#section.source.place(whole) };
  }
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function getIn(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, step) => (isMapping(here) && Object.hasOwn(here, step) ? here[step] : undefined),
    value,
  );
}

/** The part of a path whose value a new one takes the place of: all of it, or up to a single value in a mapping's place. */
function writtenAt(value: unknown, path: readonly string[]): readonly string[] | undefined {
  const lengths = path.map((_, index) => index + 1);
  const length = lengths.find((each) => !isMapping(getIn(value, path.slice(0, each)))) ?? path.length;
  const written = path.slice(0, length);
  const found = getIn(value, written);
  return found === undefined || (found === null && length < path.length) ? undefined : written;
}

function setIn(value: unknown, [step, ...rest]: readonly string[], leaf: unknown): unknown {
  if (step === undefined) return leaf;
  const here = isMapping(value) ? value : {};
  return { ...here, [step]: setIn(getIn(here, [step]), rest, leaf) };
}

function without(value: unknown, path: readonly string[]): unknown {
  const parent = getIn(value, path.slice(0, -1));
  if (!isMapping(parent)) return value;
  const kept = Object.fromEntries(Object.entries(parent).filter(([key]) => key !== path.at(-1)));
  return setIn(value, path.slice(0, -1), kept);
}
