import { type Clock, Duration } from '@servo/core';
import type { HandlerProgress } from '@servo/core/runtime';
import type { Terminal } from '../terminal.js';
import { progressBar } from './progress-bar.js';

/** What a {@link ProgressDisplay} is made of. */
export interface ProgressDisplayOptions {
  readonly terminal: Pick<Terminal, 'interactive' | 'columns' | 'live' | 'note'>;
  readonly clock: Clock;
  /** What is being done, in one word. */
  readonly doing: string;
}

// Milliseconds between two lines where they cannot be replaced.
const pause = 10_000;

/**
 * Shows how far long work is: on a terminal a bar for each connector, with the time that is left as far as it can be told;
 * elsewhere a line every ten seconds.
 */
export class ProgressDisplay implements Disposable {
  readonly #options: ProgressDisplayOptions;
  readonly #lines = new Map<string, { readonly startedAt: number; readonly from: number; text: string }>();
  #toldAt: number;

  constructor(options: ProgressDisplayOptions) {
    this.#options = options;
    this.#toldAt = options.clock.monotonic();
  }

  /** Takes what a connector says. */
  readonly take = ({ connector, percent, message }: HandlerProgress): void => {
    const { terminal, clock, doing } = this.#options;
    const now = clock.monotonic();
    const before = this.#lines.get(connector);
    const line = before && before.from <= percent ? before : { startedAt: now, from: percent, text: '' }; // it began anew
    const left = timeLeft(now - line.startedAt, percent - line.from, 100 - percent);
    const details = [left, message].filter(Boolean).join(' · ');
    this.#lines.set(connector, line);
    line.text = `${connector} ${progressBar(percent, terminal.columns)}${details && ` ${details}`}`;
    if (terminal.interactive) return terminal.live([...this.#lines.values()].map(({ text }) => `${doing} ${text}`));
    if (now - this.#toldAt < pause) return;
    this.#toldAt = now;
    terminal.note(`${doing}: ${connector} ${percent.toFixed(0)} %${details && `, ${details}`}`);
  };

  [Symbol.dispose](): void {
    this.#options.terminal.live([]);
  }
}

/** Goes by the pace so far, once there is one. */
function timeLeft(milliseconds: number, done: number, rest: number): string {
  if (done <= 0 || rest <= 0 || milliseconds < 1_000) return '';
  return `${String(new Duration(Math.ceil((milliseconds / 1_000) * (rest / done)) * 1_000))} left`;
}
