import { ServoError } from '@servo/core';

/** Another process became the writer. */
export function fenced(servo: string): ServoError {
  return new ServoError('STORE_FENCED', `Another process has taken over the studies of "${servo}"`, {
    hint: 'Run one servo per state directory.',
  });
}

/** Says what is wrong with a store's file and what to do about it. */
export function storeError(file: string, thrown: unknown): ServoError {
  if (thrown instanceof ServoError) return thrown;
  const cause = thrown instanceof Error ? thrown : new TypeError(String(thrown));
  const { code, message, hint } = diagnosis(file, codeOf(cause), cause.message);
  return new ServoError(code, message, { hint, cause, details: { file } });
}

/** The file was written by a newer version. */
export function tooNew(file: string, found: number, known: number): ServoError {
  return new ServoError(
    'STORE_TOO_NEW',
    `The store ${file} has the format ${found}, this version of @servo/optimizer knows formats up to ${known}`,
    { hint: 'Update @servo/optimizer, or move the file away to begin without its history.', details: { file } },
  );
}

interface Diagnosis {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

// Primary result codes of SQLite; the higher bytes of a code only refine it.
const corrupt: readonly (number | string | undefined)[] = [11, 26, 'JSON'];
const readOnly: readonly (number | string | undefined)[] = [3, 8, 14, 'EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'ENOENT'];

function diagnosis(file: string, code: number | string | undefined, why: string): Diagnosis {
  if (corrupt.includes(code))
    return {
      code: 'STORE_CORRUPT',
      message: `The store ${file} cannot be read: ${why}`,
      hint: 'Restore it from a backup, or move it away to begin without its history.',
    };
  if (readOnly.includes(code) || code === 'EEXIST')
    return {
      code: 'STORE_READ_ONLY',
      message: `The store ${file} cannot be written: ${why}`,
      hint: 'Make its folder writable, or choose another one by SERVO_STATE_DIR.',
    };
  return {
    code: 'STORE_FAILED',
    message: `The store ${file} failed: ${why}`,
    hint: 'Look at the space left on the disk and at other programs that use the file.',
  };
}

function codeOf(error: Error): number | string | undefined {
  if (error instanceof SyntaxError) return 'JSON';
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
