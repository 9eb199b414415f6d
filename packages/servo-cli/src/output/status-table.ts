import { Duration } from '@servo/core';
import type { CommandStatus, ServoStatus } from '@servo/core/runtime';
import { table } from './table.js';

/** Shows how servos are, one line each; `now` is in milliseconds since the Unix epoch. */
export function statusTable(servos: readonly ServoStatus[], now: number): readonly string[] {
  return table(
    ['servo', 'state', 'for', 'doing', 'last error'],
    servos.map((status) => [
      status.servo,
      status.activity,
      span(now - status.since),
      doing(status, now),
      status.lastError
        ? `${shortened(firstLine(status.lastError.message))} (${span(now - status.lastError.at)} ago)`
        : '-',
    ]),
  );
}

function doing({ activity, command, until, reason, optimizer, lastError }: ServoStatus, now: number): string {
  if (command) return shortened(commandText(command));
  const why = reason === lastError?.message ? undefined : reason; // it stands in its own column
  if (until !== undefined) return shortened(`${why ? `${why}; ` : ''}next in ${span(until - now)}`);
  return (
    why ?? (optimizer === undefined ? '-' : `${activity === 'starting' ? 'connecting to' : 'asking'} ${optimizer}`)
  );
}

function commandText({ name, detail, percent, message }: CommandStatus): string {
  const progress = percent === undefined ? '' : `${percent.toFixed(0)} %`;
  return [name, progress, message, detail].filter(Boolean).join(' ');
}

const widest = 80; // columns of a cell; `-o json` has all of it

function shortened(text: string): string {
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}

function firstLine(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return others.length > 0 ? `${first} …` : first;
}

/** Whole seconds are enough. */
function span(milliseconds: number): string {
  return String(new Duration(Math.max(0, Math.round(milliseconds / 1_000)) * 1_000)).replace(/^0$/, '0s');
}
