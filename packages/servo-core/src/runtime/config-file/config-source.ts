import { namesSecret } from '../../config/secret-name.js';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { ConfigurationProblem, ProblemExcerpt } from '../../errors/configuration-error.js';
import { type ConfigPath, startsWith } from './config-path.js';
import { excerptOf, type HiddenRange, lineAround, masked, omitted, type TextRange } from './excerpt.js';
import { type LineValue, rangeOf, valuesIn } from './line-values.js';

export type { ConfigPath } from './config-path.js';

/** How a text stood that environment variables filled in, and which did. */
export interface Filled {
  readonly style: 'plain' | 'quoted';
  readonly variables: readonly string[];
}

/** Where in a document something stands. */
export interface SourcePlace {
  readonly file: string;
  /** 1-based, as the column. */
  readonly line: number;
  readonly column: number;
}

/** What of a path a problem is about, and what must not be shown. */
export interface PlaceOptions {
  /** @default 'value' */
  readonly at?: 'key' | 'value';
  /** The paths of secrets, beside those whose keys tell. */
  readonly hidden?: readonly ConfigPath[];
}

/** What stands at a step; items of lists have no key. */
interface Child {
  readonly key?: unknown;
  readonly value: unknown;
}

const deepest = 100; // mappings that are merged into one another; one may be merged into itself

/** A parsed document that remembers where everything stood. */
export class ConfigSource {
  readonly file: string;
  readonly #text: string;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #filled: ReadonlyMap<unknown, Filled>;
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(options: {
    readonly file: string;
    readonly text: string;
    readonly document: Document;
    readonly lines: LineCounter;
    readonly filled?: ReadonlyMap<unknown, Filled>;
  }) {
    this.file = options.file;
    this.#text = options.text;
    this.#document = options.document;
    this.#lines = options.lines;
    this.#filled = options.filled ?? new Map();
  }

  /**
   * Makes a problem that names file, line, column and key path, and shows the line; what is missing is placed at what
   * should hold it.
   */
  problem(path: ConfigPath, problem: ConfigurationProblem, options: PlaceOptions = {}): ConfigurationProblem {
    const range = this.#range(path, options.at);
    return {
      file: this.file,
      ...this.#lineAndColumn(range.start),
      ...(path.length > 0 && { path: formatPath(path) }),
      excerpt: this.#excerpt(range, { path, ...options }),
      ...problem,
    };
  }

  /** Makes a problem of a part of the text, which is within the value of a path. */
  problemWithin(range: TextRange, path: ConfigPath, problem: ConfigurationProblem): ConfigurationProblem {
    return {
      file: this.file,
      ...this.#lineAndColumn(range.start),
      ...(path.length > 0 && { path: formatPath(path) }),
      excerpt: this.#excerpt(range, { path }),
      ...problem,
    };
  }

  /** Where the value of a path stands; where what should hold it does, when it is missing. */
  place(path: ConfigPath): SourcePlace {
    return { file: this.file, ...this.#lineAndColumn(this.#range(path).start) };
  }

  /** Whether anything was written at a path. */
  has(path: ConfigPath): boolean {
    let node: unknown = this.#document.contents;
    return path.every((step) => {
      const found = this.#child(node, step);
      node = found?.value;
      return found !== undefined;
    });
  }

  /** Whether, and how, the text at a path was filled in with environment variables. */
  filled(path: ConfigPath): Filled | undefined {
    if (this.#filled.size === 0) return undefined;
    const found = path.reduce<unknown>((node, step) => this.#child(node, step)?.value, this.#document.contents);
    return this.#filled.get(this.#resolve(found));
  }

  #lineAndColumn(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** Shows the line of a range without what may be a secret: what another section says on it is left out too. */
  #excerpt(
    range: TextRange,
    { path, at, hidden = [] }: PlaceOptions & { readonly path: ConfigPath },
  ): ProblemExcerpt | undefined {
    const line = lineAround(this.#text, range.start);
    const values = valuesIn(this.#document.contents, line);
    const missing = !this.has(path);
    const instead = (value: LineValue): string | undefined => {
      if (missing || (at === 'key' && startsWith(value.path, path))) return omitted; // they are not about what is wrong
      if (hidden.some((each) => startsWith(value.path, each))) return masked;
      if (value.path.some((step) => typeof step === 'string' && namesSecret(step))) return masked;
      const elsewhere = path[0] !== undefined && value.path[0] !== path[0];
      return elsewhere ? omitted : undefined;
    };
    const ranges = values.flatMap((value): readonly HiddenRange[] => {
      const text = instead(value);
      return text === undefined ? [] : [{ start: value.start, end: value.end, instead: text }];
    });
    return excerptOf(this.#text, range, [...ranges, ...this.#comment(line, values)]);
  }

  /** A comment behind the values of a line is not about what is wrong. */
  #comment(line: TextRange, values: readonly LineValue[]): readonly HiddenRange[] {
    const from = Math.max(line.start, ...values.map(({ end }) => Math.min(end, line.end)));
    const index = /(?:^|\s)#/.exec(this.#text.slice(from, line.end))?.index;
    return index === undefined ? [] : [{ start: from + index, end: line.end, instead: '' }];
  }

  #range(path: ConfigPath, at: 'key' | 'value' = 'value'): TextRange {
    let node: unknown = this.#document.contents;
    let [start, end] = firstOf(node) ?? [0, 0];
    for (const [index, step] of path.entries()) {
      const found = this.#child(node, step);
      if (!found) return { start, end: start }; // of what should hold it, the beginning
      const key = rangeOf(found.key);
      const wantsKey = index === path.length - 1 && at === 'key';
      [start, end] = (wantsKey ? key : undefined) ?? firstOf(found.value) ?? key ?? [start, end];
      node = found.value;
    }
    return { start, end };
  }

  #child(parent: unknown, step: string | number, depth = 0): Child | undefined {
    const node = this.#resolve(parent);
    if (isSeq(node)) return node.items.length > Number(step) ? { value: node.items[Number(step)] } : undefined;
    if (!isMap(node)) return undefined;
    return (
      this.#pairsOf(node).get(String(step)) ??
      node.items
        .filter(isMerge)
        .reduce<Child | undefined>((found, { value }) => found ?? this.#merged(value, step, depth + 1), undefined)
    );
  }

  /** A key that came by `<<`: from one mapping, or from the first of several that has it. */
  #merged(value: unknown, step: string | number, depth: number): Child | undefined {
    if (depth > deepest) return undefined;
    const node = this.#resolve(value);
    const maps = isSeq(node) ? node.items : [node];
    for (const each of maps) {
      const found = this.#resolve(each);
      const child = isMap(found) ? this.#child(found, step, depth) : undefined;
      if (child) return child;
    }
    return undefined;
  }

  #pairsOf(node: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(node);
    if (known) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key !== undefined && !pairs.has(key)) pairs.set(key, pair);
    }
    this.#pairs.set(node, pairs);
    return pairs;
  }

  #resolve(node: unknown): unknown {
    return isAlias(node) ? (node as Alias).resolve(this.#document) : node; // the guard leaves the type open
  }
}

/** Writes a path as a person would: `process.settings.workers.min`, `connectors[1]`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step),
    '',
  );
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) && typeof key.value !== 'symbol' ? String(key.value) : undefined;
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === 'symbol'; // how the library marks `<<`
}

/** The range of a node; of a mapping in lines of its own, the place where it begins. */
function firstOf(node: unknown): readonly [start: number, end: number] | undefined {
  const range = rangeOf(node);
  return range && (isMap(node) || isSeq(node)) && !node.flow ? [range[0], range[0]] : range;
}
