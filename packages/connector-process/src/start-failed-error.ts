import { ServoError } from '@servo/core';
import type { Child } from '@servo/core/process';

/** A program that did not start, or did not last. Its last lines of output are part of the message. */
export class StartFailedError extends ServoError {
  /** `unstable` when it was ready and died while it settled. */
  readonly reason: 'start-failed' | 'unstable';

  constructor(
    what: string,
    { lastLines, reason = 'start-failed' }: Output & { readonly reason?: StartFailedError['reason'] },
  ) {
    super('PROGRAM_START_FAILED', withLastLines(what, { lastLines }), { details: { lastLines } });
    this.reason = reason;
  }
}

/** What a program wrote last. */
export type Output = Pick<Child, 'lastLines'>;

/** Adds the last lines of output to a sentence. */
export function withLastLines(sentence: string, { lastLines }: Output): string {
  if (lastLines.length === 0) return `${sentence}; it wrote nothing`;
  const lines = lastLines.slice(-10).map((line) => `  ${line.slice(0, 300)}`);
  return `${sentence}; its last lines were:\n${lines.join('\n')}`;
}
