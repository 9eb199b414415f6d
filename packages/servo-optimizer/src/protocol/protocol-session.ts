import { ServoError } from '@servo/core';
import { type CommandName, completionEvents } from '@servo/core/wire';

type Awaited = keyof typeof completionEvents;

/** Where the conversation with a servo stands. */
export type SessionState =
  | 'Ready'
  | 'Analyzing'
  | 'Awaiting Description'
  | 'Awaiting Measurement'
  | 'Awaiting Adjustment'
  | 'Done'
  | 'Failed';

const awaiting = {
  DESCRIBE: 'Awaiting Description',
  MEASURE: 'Awaiting Measurement',
  ADJUST: 'Awaiting Adjustment',
} as const satisfies Readonly<Record<Awaited, SessionState>>;

/** The optimizer's side of a conversation: which completion it awaits and how far that is. */
export class ProtocolSession {
  /** Whether the servo said HELLO and not yet GOODBYE; both leave the state alone. */
  connected = false;
  #state: SessionState = 'Ready';
  #progress = 0;

  get state(): SessionState {
    return this.#state;
  }

  /** The command whose completion is awaited; SLEEP where none is. */
  get command(): CommandName {
    return this.#awaited() ?? 'SLEEP';
  }

  /** A command was issued. */
  issue(command: Awaited): void {
    if (this.#state !== 'Ready' && this.#state !== 'Analyzing')
      throw new ServoError(
        'EVENT_UNEXPECTED',
        `Expected to be ready or analyzing to issue ${command}, is ${this.#state}`,
      );
    this.#state = awaiting[command];
    this.#progress = 0;
  }

  /** @throws {@link ServoError} `EVENT_UNEXPECTED` when another event is awaited. */
  expect(event: string): void {
    const awaited = this.#awaited();
    const expected = awaited ? completionEvents[awaited] : 'WHATS_NEXT';
    if (event !== expected) throw new ServoError('EVENT_UNEXPECTED', `Received ${event}, expected ${expected}`);
  }

  /**
   * The servo reported on its command: progress below 100 keeps waiting; 100, or none, is the completion.
   *
   * @throws {@link ServoError} `EVENT_UNEXPECTED` when another event is awaited, `PROGRESS_BACKWARD` when the progress is
   * less than it was.
   */
  report(event: string, progress?: number | null): void {
    this.expect(event);
    if (progress === undefined || progress === null || Math.trunc(progress) >= 100) {
      this.#state = 'Analyzing';
      return;
    }
    if (progress < this.#progress)
      throw new ServoError('PROGRESS_BACKWARD', `Progress must not go backward: ${progress} after ${this.#progress}`);
    this.#progress = progress;
  }

  /** Nothing is awaited any more, for good. */
  end(how: 'Done' | 'Failed'): void {
    this.#state = how;
  }

  /** What was awaited will not come. */
  reset(): void {
    this.#state = 'Ready';
  }

  #awaited(): Awaited | undefined {
    return commands.find((command) => awaiting[command] === this.#state);
  }
}

const commands = ['DESCRIBE', 'MEASURE', 'ADJUST'] as const satisfies readonly Awaited[];
