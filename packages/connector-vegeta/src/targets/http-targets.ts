import { isHeaderName, isHttpUrl, methods, shown, type Target, targetError } from './target.js';

const separate = 'Put an empty line before each target that follows a header or a comment.';

/**
 * Reads targets in vegeta's `http` format: a line with method and URL, then headers, then a body as `@file`; an empty line
 * ends a target, lines that begin with `#` are comments. Where vegeta itself would silently take one target for a header of
 * another, this is an error.
 *
 * @throws {@link ServoError} `TARGETS_INVALID` with the number of the line.
 */
export function parseHttpTargets(text: string): readonly Target[] {
  const targets: Target[] = [];
  let open: Draft | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) open &&= { ...open, bare: false };
    else if (line === '') open = undefined;
    else if (open && !(open.bare && isRequest(line))) {
      if (readDetail(open, line, index + 1)) open = undefined;
      else open = { ...open, bare: false };
    } else {
      const target = { ...readRequest(line, index + 1), headers: [] };
      targets.push(target);
      open = { target, bare: true };
    }
  }
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

interface Draft {
  readonly target: Omit<Target, 'headers' | 'bodyFile'> & { headers: (readonly [string, string])[]; bodyFile?: string };
  /** Whether only its first line was read, so that the next target may follow at once. */
  readonly bare: boolean;
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
  if (!isHttpUrl(url))
    throw targetError(number, `expected a URL that begins with http:// or https://, got ${shown(line)}`);
  return { line: number, method, url };
}

/** Adds a header or a body to a target; returns whether the target ends with it. */
function readDetail({ target }: Draft, line: string, number: number): boolean {
  if (line.startsWith('@')) {
    target.bodyFile = line.slice(1);
    if (target.bodyFile === '') throw targetError(number, 'expected the name of a file after the @');
    return true;
  }
  if (methods.some((method) => line.startsWith(`${method} `)))
    throw targetError(number, `expected an empty line before the target ${shown(line)}`, separate);
  const colon = line.indexOf(':');
  const [name, value] = [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
  if (colon < 0 || !isHeaderName(name))
    throw targetError(
      number,
      `expected a header, such as "Accept: text/html", or a body, such as "@body.json", got ${shown(line)}`,
    );
  if (value === '') throw targetError(number, `expected a value for the header "${name}"`);
  target.headers.push([name, value]);
  return false;
}
