import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import { type ConfigPath, type Filled, formatPath } from './config-source.js';
import type { ConfigSection } from './config-section.js';
import type { EnvironmentValue } from './environment-values.js';

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
  readonly #variables = new Map<string, string>();

  constructor(section: ConfigSection, values: readonly EnvironmentValue[]) {
    this.#section = section;
    let value: unknown = section.value ?? {};
    const overrides: Override[] = [];
    for (const { variable, path, value: given, replaces } of values) {
      if (replaces) value = without(value, replaces);
      value = setIn(value, path, given);
      this.#variables.set(JSON.stringify(path), variable);
      const written = writtenAt(section.value, path);
      if (written) overrides.push(this.#override(variable, written));
    }
    this.value = value;
    this.overrides = overrides;
  }

  /** Makes a problem that names the place of a value: in the file, or the variable that gave it. */
  problem(path: ConfigPath, problem: ConfigurationProblem, at: 'key' | 'value' = 'value'): ConfigurationProblem {
    const given = this.#given(path);
    if (given) return { path: formatPath([given.variable, ...given.rest]), ...problem };
    return this.#section.source.problem([...this.#section.path, ...path], problem, at);
  }

  /** How the text at a path was filled in; `undefined` where it was not. */
  filled(path: ConfigPath): Filled | undefined {
    return this.#given(path) ? undefined : this.#section.source.filled([...this.#section.path, ...path]);
  }

  #given(path: ConfigPath): { readonly variable: string; readonly rest: ConfigPath } | undefined {
    for (let length = path.length; length > 0; length--) {
      const variable = this.#variables.get(JSON.stringify(path.slice(0, length)));
      if (variable !== undefined) return { variable, rest: path.slice(length) };
    }
    return undefined;
  }

  #override(variable: string, path: ConfigPath): Override {
    const whole = [...this.#section.path, ...path];
    const { file = '', line, column } = this.#section.source.problem(whole, { message: '' });
    return { variable, path: formatPath(whole), file, line, column };
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
