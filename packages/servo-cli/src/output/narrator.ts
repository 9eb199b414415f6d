import type { StudyEvent } from '@servo/core/wire';
import type { ServoEvent } from '@servo/core/runtime';
import type { Terminal } from '../terminal.js';
import { paint } from './paint.js';
import { studySummary } from './study-summary.js';
import { formatSettings, trialLine } from './trial-line.js';

const verbs = { DESCRIBE: 'describing', MEASURE: 'measuring', ADJUST: 'adjusting', SLEEP: 'sleeping' } as const;

/** What a {@link narrator} needs to know. */
export interface NarratorOptions {
  readonly terminal: Terminal;
  /** Whether the name of the servo stands before each line. */
  readonly named: boolean;
}

/** Tells a person what happens in a run: a line per trial, and what is being done now. */
export function narrator({ terminal, named }: NarratorOptions): (event: ServoEvent) => void {
  const colour = paint(terminal.colors);
  const prefix = (servo: string): string => (named ? `${servo}: ` : '');
  let now = '';
  const study = (servo: string, event: StudyEvent): void => {
    const say = (text: string): void => terminal.line(prefix(servo) + text);
    switch (event.type) {
      case 'study-started':
        if (event.note) say(event.note);
        return say(
          event.resumed
            ? `Resuming study ${event.study}`
            : `Study ${event.study}: up to ${event.trials} trials after the baseline`,
        );
      case 'trial-started':
        now = `${event.cause === 'baseline' ? 'baseline' : `trial ${event.number} of ${event.of}`} (${event.cause})`;
        if (!terminal.interactive) say(`${now}: ${formatSettings(event.settings)}`);
        return;
      case 'trial-finished':
        return say(trialLine(event.trial, { currency: event.currency, paint: colour }));
      case 'study-finished':
        now = '';
        if (event.earlier) say(`Study ${event.report.study} is finished; begin again with --new-study`);
        for (const line of studySummary(event.report, { paint: colour })) say(line);
        return;
      default:
        return event satisfies never;
    }
  };
  return (event) => {
    const { servo } = event;
    const say = (text: string): void => terminal.line(prefix(servo) + text);
    const show = (text: string): void => terminal.status(colour('cyan', [now, text].filter(Boolean).join(' · ')));
    switch (event.type) {
      case 'connected':
        return say(`Connected to ${event.optimizer}`);
      case 'command-started':
        return show(`${verbs[event.command]} ${event.detail}`);
      case 'progress':
        return show(
          `${verbs[event.command]} ${event.percent.toFixed(0)} %${event.message ? ` · ${event.message}` : ''}`,
        );
      case 'command-finished':
        terminal.status(undefined);
        if (event.status === 'ok' || now !== '') return;
        return say(colour('yellow', `${event.command} ${event.status}: ${event.message ?? event.reason ?? ''}`));
      case 'sleeping':
        return show(`sleeping (${event.reason})`);
      case 'retrying':
        return terminal.note(
          prefix(servo) +
            colour('yellow', `${event.message}; trying again in ${(event.milliseconds / 1_000).toFixed(0)}s`),
        );
      case 'restoring':
        return say(`Restoring ${formatSettings(event.settings)}: ${event.why}`);
      case 'restored':
        return say(`Restored ${formatSettings(event.settings)}`);
      case 'stopped':
        return terminal.status(undefined);
      case 'study':
        return study(servo, event.event);
      default:
        return event satisfies never;
    }
  };
}
