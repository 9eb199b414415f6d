import { isHeaderName, targetError } from './target.js';

/**
 * Reads the lines of a file of headers: `Name: value`, comments with `#`, empty lines.
 *
 * @throws {@link ServoError} `TARGETS_INVALID` with the number of the line; the value is not shown.
 */
export function parseHeaderLines(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').trim();
    if (value === '' || !isHeaderName(name.trim()))
      throw targetError(index + 1, 'expected a header, such as "Accept: text/html"');
    return [[name.trim(), value] as const];
  });
}
