import { findSetting } from '@servo/core';
import type { ProposedChange } from '@servo/core/runtime';
import type { StudyReport } from '@servo/core/wire';
import { formatSettings } from '../output/trial-line.js';
import type { Terminal } from '../terminal.js';

/** Whoever sits at the terminal: asked one question at a time; where nobody does, the answer is no. */
export class Operator {
  readonly #terminal: Pick<Terminal, 'ask'>;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(terminal: Pick<Terminal, 'ask'>) {
    this.#terminal = terminal;
  }

  /** Whether the recommended configuration is to stay. */
  async keeps({ summary, recommended }: StudyReport, signal: AbortSignal): Promise<boolean> {
    return (
      recommended !== undefined && this.#agrees(`${summary}. Keep ${formatSettings(recommended.settings)}?`, signal)
    );
  }

  /** Whether an adjustment is to be made. */
  async consents({ servo, adjustments, present }: ProposedChange, signal: AbortSignal): Promise<boolean> {
    const changes = adjustments.map(({ component, setting, value }) => {
      const path = `${component}.${setting}`;
      const now = findSetting(present, path)?.value;
      return now === value ? `${path}=${value}` : `${path}=${value} (now ${now ?? 'unknown'})`;
    });
    return this.#agrees(`${servo}: apply ${changes.join(' ')}?`, signal);
  }

  async #agrees(question: string, signal: AbortSignal): Promise<boolean> {
    const asked = this.#asking.then(() => {
      signal.throwIfAborted(); // while another question was open
      return this.#terminal.ask(`${question} [y/N] `, signal);
    });
    this.#asking = asked.catch(() => {}); // whoever asked is told
    return /^y(es)?$/i.test((await asked)?.trim() ?? '');
  }
}
