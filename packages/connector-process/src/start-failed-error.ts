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
  const lines = tellingLines(lastLines).map((line) => `  ${line.slice(0, 300)}`);
  return `${sentence}; its last lines were:\n${lines.join('\n')}`;
}

const most = 10;
const namesError = /^\s*(?:Uncaught |Exception in |[\w.$]*(?:Error|Exception)(?: \[\w+\])?: |panic: |fatal\b)/i;

/** The last lines; from the one on that names an error, where that stands before them: what follows says where it was. */
function tellingLines(lines: readonly string[]): readonly string[] {
  const error = lines.findLastIndex((line) => namesError.test(line));
  return error >= 0 && error < lines.length - most ? lines.slice(error, error + most) : lines.slice(-most);
}
