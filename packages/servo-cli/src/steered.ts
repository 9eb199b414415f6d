import { type Clock, pollUntil } from '@servo/core';
import type { ControlRequest, ServoStatus } from '@servo/core/runtime';

/** What {@link steered} needs. */
export interface SteeredOptions {
  /** Answers how the servos are. */
  readonly ask: () => Promise<readonly ServoStatus[]>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const every = 100;
// Putting settings back may take longer; then the state says so.
const patience = 30_000;

const isDone: Readonly<Record<ControlRequest['command'], (status: ServoStatus) => boolean>> = {
  status: () => true,
  pause: ({ activity }) => activity === 'paused' || activity === 'stopped',
  resume: ({ activity }) => activity !== 'paused',
};

/** How servos are once they have done what they were asked for, or after half a minute. */
export async function steered(
  command: ControlRequest['command'],
  { ask, clock, signal }: SteeredOptions,
): Promise<readonly ServoStatus[]> {
  const end = clock.monotonic() + patience;
  const look = async () => {
    const servos = await ask();
    return servos.every(isDone[command]) || clock.monotonic() >= end ? servos : undefined;
  };
  return pollUntil(look, { clock, every, signal });
}
