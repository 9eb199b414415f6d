import { isHeaderName, methods, shown, type Target, targetError } from './target.js';
import { urlProblem } from './url-problem.js';

const separate = 'Put an empty line before each target that follows a header or a comment.';

/**
 * Reads targets in vegeta's `http` format: a line with method and URL, then headers, then a body as `@file`; an empty line
 * ends a target, lines that begin with `#` are comments. Where vegeta itself would silently take one target for a header of
 * another, this is an error.
 *
 * @throws {@link ServoError} `TARGETS_INVALID` with the number of the line.
 */
export function parseHttpTargets(text: string): readonly Target[] {
  const reader = new TargetReader();
  for (const [index, line] of text.split('\n').entries()) reader.read(line.trim(), index + 1);
  const { targets } = reader;
  if (targets.length === 0) throw targetError(1, 'expected a target, such as "GET http://host/path", found none');
  return targets;
}

/** Writes targets in that format, each ended by an empty line. */
export function formatHttpTargets(targets: readonly Target[]): string {
  return targets
    .map(({ method, url, headers, bodyFile }) => {
      const lines = [`${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
      return [...lines, ...(bodyFile === undefined ? [] : [`@${bodyFile}`]), '', ''].join('\n');
    })
    .join('');
}

type Draft = Omit<Target, 'headers' | 'bodyFile' | 'bodyLine'> & {
  headers: (readonly [string, string])[];
  bodyFile?: string;
  bodyLine?: number;
};

class TargetReader {
  readonly targets: Draft[] = [];
  #open: Draft | undefined;
  /** Whether only the first line of the open target was read: then the next one may follow at once. */
  #bare = false;

  read(line: string, number: number): void {
    if (line === '') this.#open = undefined;
    else if (line.startsWith('#')) this.#bare = false;
    else if (this.#open && !(this.#bare && isRequest(line))) this.#readDetail(this.#open, line, number);
    else this.#begin({ ...readRequest(line, number), headers: [] });
  }

  #begin(target: Draft): void {
    this.targets.push(target);
    this.#open = target;
    this.#bare = true;
  }

  #readDetail(target: Draft, line: string, number: number): void {
    this.#bare = false;
    if (line.startsWith('@')) {
      target.bodyFile = readBody(line, number);
      target.bodyLine = number;
      this.#open = undefined;
    } else target.headers.push(readHeader(line, number));
  }
}

/** What vegeta takes for the first line of a target. */
function isRequest(line: string): boolean {
  return /^[A-Z]+\s/.test(line);
}

function readRequest(line: string, number: number): Pick<Target, 'line' | 'method' | 'url'> {
  const [, method, url] = /^(\S+) (\S+)$/.exec(line) ?? [];
  if (method === undefined || url === undefined)
    throw targetError(number, `expected a method, a space and a URL, got ${shown(line)}`);
  if (!methods.includes(method))
    throw targetError(number, `expected one of the methods ${methods.join(', ')}, got ${shown(line)}`);
  const problem = urlProblem(url);
  if (problem !== undefined) throw targetError(number, `${problem}, got ${shown(line)}`);
  return { line: number, method, url };
}

function readBody(line: string, number: number): string {
  if (line === '@') throw targetError(number, 'expected the name of a file after the @');
  return line.slice(1);
}

function readHeader(line: string, number: number): readonly [name: string, value: string] {
  if (methods.some((method) => line.startsWith(`${method} `)))
    throw targetError(number, `expected an empty line before the target ${shown(line)}`, separate);
  const colon = line.indexOf(':');
  const [name, value] = [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
  const wanted = 'expected a header, such as "Accept: text/html", or a body, such as "@body.json"';
  if (!isHeaderName(name)) throw targetError(number, `${wanted}, got ${shown(line)}`);
  if (value === '') throw targetError(number, `expected a value for the header "${name}"`);
  return [name, value];
}
