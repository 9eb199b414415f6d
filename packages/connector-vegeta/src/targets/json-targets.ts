import { z } from '@servo/core/config';
import { isHeaderName, methods, shown, type Target, targetError } from './target.js';
import { urlProblem } from './url-problem.js';

const header = z.record(
  z.string().refine(isHeaderName),
  z.array(z.string(saying('text')), saying('a list of values, such as ["text/html"]')),
  { error: ({ code }) => (code === 'invalid_key' ? 'expected the name of a header' : 'expected an object of lists') },
);
const shape = z.strictObject(
  {
    method: z.enum(methods, saying(`one of ${methods.join(', ')}`)),
    url: z.string(saying('a URL')).superRefine((text, context) => {
      const message = urlProblem(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
    body: z.base64(saying('text in base64')).optional(),
    header: header.optional(),
  },
  {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys'
        ? `unknown key ${(keys as string[]).map(shown).join(', ')}; known are method, url, body, header` // as zod says
        : 'expected an object, such as {"method": "GET", "url": "http://host/path"}',
  },
);

/**
 * Reads targets in vegeta's `json` format: one object with `method`, `url`, and perhaps `body` and `header`, in each line.
 * A single one may also be spread over lines.
 *
 * @throws {@link ServoError} `TARGETS_INVALID` with the number of the line.
 */
export function parseJsonTargets(text: string): readonly Target[] {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line.trim() }));
  const full = lines.filter((line) => line.text !== '');
  const [first] = full;
  if (!first)
    throw targetError(1, 'expected a target, such as {"method": "GET", "url": "http://host/path"}, found none');
  if (isJson(text)) return [readTarget(text, first.number)];
  return full.map((line) => readTarget(line.text, line.number));
}

/** Writes targets in that format. */
export function formatJsonTargets(targets: readonly Target[]): string {
  return targets
    .map(({ method, url, headers, body }) => {
      const header: Record<string, string[]> = {};
      for (const [name, value] of headers) (header[name] ??= []).push(value);
      return `${JSON.stringify({ method, url, ...(body && { body }), ...(headers.length > 0 && { header }) })}\n`;
    })
    .join('');
}

function readTarget(text: string, line: number): Target {
  const { success, data, error } = shape.safeParse(parse(text, line));
  if (!success) {
    const problems = error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
    throw targetError(line, problems.join('; '));
  }
  const { header = {}, ...target } = data;
  const headers = Object.entries(header).flatMap(([name, values]) => values.map((value) => [name, value] as const));
  return { ...target, line, headers };
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const hint =
      'In the format "json" each line is one object. For lines such as "GET http://host/" take the format "http".';
    throw targetError(line, 'expected an object in JSON', hint); // what JSON.parse says shows parts of it, which may be secret
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // several objects are none
  }
}

/** The words for a value that is missing, or is none of what is expected. */
function saying(expected: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? `is required: ${expected}` : `expected ${expected}`) };
}
