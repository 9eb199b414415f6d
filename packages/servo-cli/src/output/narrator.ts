import type { ServoEvent } from '@servo/core/runtime';
import type { Terminal } from '../terminal.js';
import { paint } from './paint.js';
import { progressBar } from './progress-bar.js';
import { StudyNarrator } from './study-narrator.js';
import { wholeSettings } from './whole-settings.js';

const verbs = { DESCRIBE: 'describing', MEASURE: 'measuring', ADJUST: 'adjusting', SLEEP: 'sleeping' } as const;

/** What a {@link narrator} needs to know. */
export interface NarratorOptions {
  readonly terminal: Terminal;
  /** Whether the name of the servo stands before each line. */
  readonly named: boolean;
}

/** Tells a person what happens in a run: lines for what is done, and a line that changes for what is being done. */
export function narrator({ terminal, named }: NarratorOptions): (event: ServoEvent) => void {
  const studies = new Map<string, StudyNarrator>();
  const hints = new Set<string>(); // each is said once
  return (event) => {
    const { servo } = event;
    if (terminal.quiet && !isResult(event)) return;
    const say = (text: string): void => terminal.line(named && text ? `${servo}: ${text}` : text);
    const study = studies.get(servo) ?? new StudyNarrator(terminal, say);
    studies.set(servo, study);
    if (event.type === 'study') return study.tell(event.event);
    if (event.type === 'handover') return event.lines.forEach((line) => say(`  ${line}`));
    const status = statusOf(event, terminal.columns);
    if (status !== undefined && !isTold(event, terminal))
      return terminal.status(status && [study.now, status].filter(Boolean).join(' · '));
    const text = lineOf(event, study.now !== '');
    if (text === undefined) return;
    const colour = paint(terminal.colors);
    if (event.type === 'retrying') {
      terminal.note(colour('yellow', text));
      if (event.hint === undefined || hints.has(event.hint)) return;
      hints.add(event.hint);
      terminal.note(`  ${event.hint}`);
    } else say(event.type === 'command-finished' ? colour('yellow', text) : text);
  };
}

/** Whether an event is what a run is for, and not how it goes. */
function isResult(event: ServoEvent): boolean {
  return event.type === 'handover' || (event.type === 'study' && event.event.type === 'study-finished');
}

/** Whether a line is to say it: an optimizer elsewhere may let a servo wait, and without a terminal nothing else shows that. */
function isTold(event: ServoEvent, { interactive }: Terminal): boolean {
  return event.type === 'connecting' && !interactive && /^https?:/.test(event.optimizer);
}

/** What is being done; empty when nothing is, `undefined` when the event does not say. */
function statusOf(event: ServoEvent, columns: number): string | undefined {
  switch (event.type) {
    case 'command-started':
      return event.command === 'MEASURE' ? verbs.MEASURE : `${verbs[event.command]} ${event.detail}`.trim();
    case 'progress':
      return `${verbs[event.command]} ${progressBar(event.percent, columns)} ${event.message ?? ''}`.trim();
    case 'connecting':
      return `connecting to ${event.optimizer}`;
    case 'sleeping':
      return `sleeping: ${event.reason}`;
    case 'stopped':
      return '';
    default:
      return undefined;
  }
}

/** What was done; a study tells of its own commands, so that only a command without one is told of when it fails. */
function lineOf(event: ServoEvent, inStudy: boolean): string | undefined {
  switch (event.type) {
    case 'connecting':
      return `Connecting to ${event.optimizer}`;
    case 'connected':
      return `Connected to ${event.optimizer}`;
    case 'idle':
      return 'Started; no optimizer is asked';
    case 'command-finished':
      if (event.status === 'ok' || inStudy) return undefined;
      return `${event.command} ${event.status}: ${event.message ?? event.reason ?? ''}`;
    case 'retrying':
      return `${event.message}; trying again in ${(event.milliseconds / 1_000).toFixed(0)}s`;
    case 'restarting':
      return `Beginning anew${event.milliseconds > 0 ? ` in ${(event.milliseconds / 1_000).toFixed(0)}s` : ''}: ${event.message}`;
    case 'restoring':
      return `Restoring ${wholeSettings(event.settings)}: ${event.why}`;
    case 'restored':
      return `Restored ${wholeSettings(event.settings)}`;
    default:
      return undefined;
  }
}
