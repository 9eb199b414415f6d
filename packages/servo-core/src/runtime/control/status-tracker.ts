import type { Clock } from '../../time/clock.js';
import type { ServoEvent } from '../runner/servo-event.js';
import type { ServoActivity, ServoStatus } from './servo-status.js';

/** Keeps the status of one servo up to date with what happens to it. */
export class StatusTracker {
  readonly #clock: Clock;
  #status: ServoStatus;

  constructor(servo: string, clock: Clock) {
    this.#clock = clock;
    this.#status = { servo, activity: 'starting', since: clock.now() };
  }

  get status(): ServoStatus {
    return this.#status;
  }

  readonly observe = (event: ServoEvent): void => {
    switch (event.type) {
      case 'connecting':
        return this.#set('starting', { optimizer: event.optimizer });
      case 'connected':
        return this.#set('asking', { optimizer: event.optimizer });
      case 'turned':
      case 'resumed':
      case 'restored':
        return this.#set('asking');
      case 'command-started': {
        const { command: name, uid, detail } = event;
        return this.#set('working', { command: { name, uid, detail, startedAt: this.#clock.now() } });
      }
      case 'progress':
        return this.#progress(event);
      case 'command-finished':
        if (event.status !== 'ok')
          this.#fail(`${event.command} ${event.status}: ${event.message ?? event.reason ?? ''}`);
        return this.#set('asking');
      case 'sleeping':
        return this.#set('sleeping', { until: this.#in(event.milliseconds), reason: event.reason });
      case 'retrying':
      case 'restarting':
        this.#fail(event.message);
        return this.#set(event.type, { until: this.#in(event.milliseconds), reason: event.message });
      case 'restoring':
        return this.#set('restoring', { reason: event.why });
      case 'paused':
      case 'idle':
      case 'stopped':
        return this.#set(event.type, { optimizer: undefined });
      case 'handover':
      case 'study':
        return undefined; // they change nothing of it
    }
  };

  #set(activity: ServoActivity, more: Partial<ServoStatus> = {}): void {
    const { servo, optimizer, lastError, since, activity: before } = this.#status;
    this.#status = {
      servo,
      optimizer,
      lastError,
      activity,
      since: activity === before ? since : this.#clock.now(),
      ...more,
    };
  }

  #progress({ percent, message }: { readonly percent: number; readonly message?: string | undefined }): void {
    const { command } = this.#status;
    if (command) this.#status = { ...this.#status, command: { ...command, percent, message } };
  }

  #fail(message: string): void {
    this.#status = { ...this.#status, lastError: { at: this.#clock.now(), message } };
  }

  #in(milliseconds: number): number {
    return this.#clock.now() + milliseconds;
  }
}
