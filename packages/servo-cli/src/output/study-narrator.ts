import type { StudyEvent } from '@servo/core/wire';
import type { Terminal } from '../terminal.js';
import { paint } from './paint.js';
import { studySummary } from './study-summary.js';
import { trialLabel } from './trial-label.js';
import { formatSettings, trialLine } from './trial-line.js';

/** Tells a person how a study goes, and remembers what is being measured. */
export class StudyNarrator {
  readonly #terminal: Terminal;
  readonly #say: (text: string) => void;
  #now = '';

  constructor(terminal: Terminal, say: (text: string) => void) {
    this.#terminal = terminal;
    this.#say = say;
  }

  /** What is being measured, such as `trial 3 of 8`; empty between studies. */
  get now(): string {
    return this.#now;
  }

  tell(event: StudyEvent): void {
    const colours = { paint: paint(this.#terminal.colors) };
    switch (event.type) {
      case 'study-started':
        return this.#begin(event);
      case 'trial-started':
        this.#now = trialLabel(event);
        if (!this.#terminal.interactive) this.#say(`${this.#now}: ${formatSettings(event.settings)}`);
        return;
      case 'trial-finished':
        return this.#say(trialLine(event.trial, { currency: event.currency, ...colours }));
      case 'study-finished':
        this.#now = '';
        if (event.earlier) this.#say(`Study ${event.report.study} is finished; --new-study begins another`);
        return studySummary(event.report, colours).forEach(this.#say);
      default:
        return event satisfies never;
    }
  }

  #begin({ study, resumed, note, trials }: StudyEvent & { type: 'study-started' }): void {
    if (note) this.#say(note);
    this.#say(resumed ? `Resuming study ${study}` : `Study ${study}: up to ${trials} trials after the baseline`);
  }
}
