import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { ConfigurationProblem } from '../../errors/configuration-error.js';

/** Keys and indexes from the top of a document. */
export type ConfigPath = readonly (string | number)[];

/** How a text stood that environment variables filled in. */
export type Filled = 'plain' | 'quoted';

/** A parsed document that remembers where everything stood. */
export class ConfigSource {
  readonly file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #filled: ReadonlyMap<unknown, Filled>;

  constructor(options: {
    readonly file: string;
    readonly document: Document;
    readonly lines: LineCounter;
    readonly filled?: ReadonlyMap<unknown, Filled>;
  }) {
    this.file = options.file;
    this.#document = options.document;
    this.#lines = options.lines;
    this.#filled = options.filled ?? new Map();
  }

  /** Makes a problem that names file, line, column and key path; what is missing is placed at what should hold it. */
  problem(path: ConfigPath, problem: ConfigurationProblem, at: 'key' | 'value' = 'value'): ConfigurationProblem {
    return {
      file: this.file,
      ...this.#place(path, at),
      ...(path.length > 0 && { path: formatPath(path) }),
      ...problem,
    };
  }

  /** Whether, and how, the text at a path was filled in with environment variables. */
  filled(path: ConfigPath): Filled | undefined {
    if (this.#filled.size === 0) return undefined;
    const found = path.reduce<unknown>((node, step) => this.#child(node, step)?.value, this.#document.contents);
    return this.#filled.get(this.#resolve(found));
  }

  #place(path: ConfigPath, at: 'key' | 'value'): { readonly line: number; readonly column: number } {
    const offset = this.#offset(path, at) ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #offset(path: ConfigPath, at: 'key' | 'value'): number | undefined {
    let node: unknown = this.#document.contents;
    let offset = rangeOf(node);
    for (const [index, step] of path.entries()) {
      const found = this.#child(node, step);
      if (!found) return offset;
      const key = rangeOf(found.key);
      const wantsKey = index === path.length - 1 && at === 'key';
      offset = (wantsKey ? key : undefined) ?? rangeOf(found.value) ?? key ?? offset;
      node = found.value;
    }
    return offset;
  }

  #child(parent: unknown, step: string | number): { readonly key?: unknown; readonly value: unknown } | undefined {
    const node = this.#resolve(parent);
    if (isSeq(node)) return node.items.length > Number(step) ? { value: node.items[Number(step)] } : undefined;
    if (!isMap(node)) return undefined;
    return (
      node.items.find((pair) => keyOf(pair) === String(step)) ??
      node.items
        .filter(isMerge)
        .reduce<Pair | undefined>((found, { value }) => found ?? this.#merged(value, step), undefined)
    );
  }

  /** A key that came by `<<`: from one mapping, or from the first of several that has it. */
  #merged(value: unknown, step: string | number): Pair | undefined {
    const node = this.#resolve(value);
    const maps = isSeq(node) ? node.items : [node];
    for (const each of maps) {
      const found = this.#resolve(each);
      const pair = isMap(found) ? found.items.find((item) => keyOf(item) === String(step)) : undefined;
      if (pair) return pair;
    }
    return undefined;
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

function rangeOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0]; // every node of the library has one
}
