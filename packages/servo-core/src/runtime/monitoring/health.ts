import type { Clock } from '../../time/clock.js';
import type { ServoActivity, ServoStatus } from '../control/servo-status.js';
import type { ServoEvent } from '../runner/servo-event.js';

/** Whether all is well, and with which servos it is not. */
export interface HealthReport {
  readonly ok: boolean;
  /** How many servos there are. */
  readonly servos: number;
  /** Those with which it is not well, a few of them, by name. */
  readonly failing: Readonly<Record<string, string>>;
}

// What a loop may take besides what it announced, in milliseconds: a request, the start of connectors.
const allowance = 600_000;
const longestRestore = 3_600_000;
const shown = 20;
const resting: ReadonlySet<ServoActivity> = new Set(['idle', 'paused', 'stopped']);
const connected: ReadonlySet<ServoActivity> = new Set(['asking', 'working', 'sleeping']);

/** Knows by what happens to servos whether their loops still turn. */
export class Health {
  readonly #clock: Clock;
  /** Until when each must have shown a sign of life, by the monotonic clock. */
  readonly #deadlines = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly observe = (event: ServoEvent): void => {
    const announced = announcedBy(event);
    if (announced === undefined) return;
    if (announced === Infinity) this.#deadlines.delete(event.servo);
    else this.#deadlines.set(event.servo, this.#clock.monotonic() + announced + allowance);
  };

  /**
   * Whether every loop has turned within its time. One that has not hangs, which only a new process mends; one that has
   * not begun yet has its time from when it was first asked about in a run. Before the run there is nothing to be late
   * for: checks may be waited for longer than that.
   */
  live(statuses: readonly ServoStatus[], { running }: { readonly running: boolean }): HealthReport {
    if (!running) return report([], statuses.length);
    const now = this.#clock.monotonic();
    const late = statuses.flatMap(({ servo, activity }) => {
      if (resting.has(activity)) return [];
      const deadline = this.#deadlines.get(servo) ?? now + allowance;
      this.#deadlines.set(servo, deadline);
      return now > deadline ? [[servo, `overdue for ${Math.round((now - deadline) / 1_000)}s`] as const] : [];
    });
    return report(late, statuses.length);
  }

  /** Whether every servo is connected to its optimizer, or rests because an operator wants that. */
  ready(statuses: readonly ServoStatus[]): HealthReport {
    const failing = statuses.filter(({ activity, optimizer }) => {
      return activity !== 'paused' && activity !== 'idle' && !(optimizer !== undefined && connected.has(activity));
    });
    const why = ({ activity, reason }: ServoStatus) => (reason === undefined ? activity : `${activity}: ${reason}`);
    return report(
      failing.map((status) => [status.servo, why(status)] as const),
      statuses.length,
    );
  }
}

function report(failing: readonly (readonly [servo: string, why: string])[], servos: number): HealthReport {
  return { ok: failing.length === 0, servos, failing: Object.fromEntries(failing.slice(0, shown)) };
}

/** How long it may take until the next sign of life, by what the event says; nothing when it is no sign of life. */
function announcedBy(event: ServoEvent): number | undefined {
  switch (event.type) {
    case 'sleeping':
    case 'retrying':
    case 'restarting':
      return event.milliseconds;
    case 'command-started':
      return event.limit;
    case 'restoring':
      return longestRestore;
    case 'paused':
    case 'idle':
    case 'stopped':
      return Infinity;
    case 'progress': // the command's own limit holds
    case 'handover':
    case 'study':
      return undefined;
    default:
      return 0;
  }
}
