import { ServoError } from '@servo/core';

/** One request that vegeta sends in turn with others. */
export interface Target {
  /** Where it is written; the first line is 1. */
  readonly line: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A file with the body, as it is written. */
  readonly bodyFile?: string | undefined;
  /** Where that is written. */
  readonly bodyLine?: number | undefined;
  /** The body itself, in base64. */
  readonly body?: string | undefined;
}

/** The methods that a target may have. */
export const methods: readonly string[] = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'HEAD',
  'DELETE',
  'CONNECT',
];

/** Whether it can be the name of a header. */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/.test(text);
}

/** Makes the error of a target that is written wrongly. */
export function targetError(line: number, problem: string, hint?: string): ServoError {
  return new ServoError('TARGETS_INVALID', `line ${line}: ${problem}`, { hint, details: { line } });
}

/** Shows a line in a message: not too much of it, no password of a URL, and nothing that a terminal would obey. */
export function shown(line: string): string {
  const masked = line
    .replace(/\/\/[^/\s@]*@/, '//…@')
    .replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${masked.length > 60 ? `${masked.slice(0, 60)}…` : masked}"`;
}
