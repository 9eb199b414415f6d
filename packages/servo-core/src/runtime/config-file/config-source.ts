import { type Document, isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { ConfigurationProblem } from '../../errors/configuration-error.js';

/** Keys and indexes from the top of a document. */
export type ConfigPath = readonly (string | number)[];

/** A parsed document that remembers where everything stood. */
export class ConfigSource {
  readonly file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(options: { readonly file: string; readonly document: Document; readonly lines: LineCounter }) {
    this.file = options.file;
    this.#document = options.document;
    this.#lines = options.lines;
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

  #place(path: ConfigPath, at: 'key' | 'value'): { readonly line: number; readonly column: number } {
    const offset = this.#offset(path, at) ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #offset(path: ConfigPath, at: 'key' | 'value'): number | undefined {
    let node: unknown = this.#document.contents;
    let offset = rangeOf(node);
    for (const [index, step] of path.entries()) {
      const last = index === path.length - 1;
      const found = isMap(node)
        ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step))
        : undefined;
      const next: unknown = found ? found.value : isSeq(node) ? node.items[Number(step)] : undefined;
      if (next === undefined && !found) return offset;
      const keyOffset = isPair(found) ? rangeOf(found.key) : undefined;
      offset = (last && at === 'key' ? keyOffset : undefined) ?? rangeOf(next) ?? keyOffset ?? offset;
      node = next;
    }
    return offset;
  }
}

/** Writes a path as a person would: `process.settings.workers.min`, `connectors[1]`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step),
    '',
  );
}

function rangeOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0]; // every node of the library has one
}
