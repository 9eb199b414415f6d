import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ServoEvent } from '@servo/core/runtime';

/** How a `servo` ended. */
export interface EndedServo {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly ServoEvent[];
}

/** How a `servo` is started. */
export interface ServoProcessOptions {
  /** The executable, with what comes before the arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

type EventOf<T extends ServoEvent['type']> = Extract<ServoEvent, { readonly type: T }>;

/** A `servo` that runs; with `-o json` its events can be waited for. */
export class ServoProcess {
  /** Settles when the process has ended and all that it wrote was read. */
  readonly ended: Promise<EndedServo>;
  readonly #child: ChildProcess;
  readonly #events: ServoEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #lines: string[] = [];
  #stderr = '';
  #seen = 0;
  #over = false;

  constructor(args: readonly string[], { command: [program, ...before], cwd, env }: ServoProcessOptions) {
    const child = spawn(program, [...before, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.#take(line));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#wake();
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        this.#over = true;
        this.#wake();
        resolve({ code, stdout: this.#lines.join('\n'), stderr: this.#stderr, events: this.#events });
      });
    });
  }

  /** Waits for the next event of a type, after the one that was waited for last. */
  async event<T extends ServoEvent['type']>(
    type: T,
    matches: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    for (;;) {
      while (this.#seen < this.#events.length) {
        const event = this.#events[this.#seen++];
        if (event?.type === type && matches(event as EventOf<T>)) return event as EventOf<T>; // the line asks
      }
      await this.#more(`the event ${type}`);
    }
  }

  /** Waits until something was written to standard error. */
  async note(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) await this.#more(`"${text}"`);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Stops reading what it writes, as `head` does. */
  closeOutput(): void {
    this.#child.stdout?.destroy();
  }

  #take(line: string): void {
    this.#lines.push(line);
    if (line.startsWith('{"')) this.#events.push(JSON.parse(line) as ServoEvent); // what `-o json` prints, on one line
    this.#wake();
  }

  #more(what: string): Promise<void> {
    if (this.#over) {
      const said = [...this.#lines.slice(-5), this.#stderr].join('\n');
      throw new TypeError(`servo ended (${this.#child.exitCode}) before ${what}:\n${said}`);
    }
    return new Promise((resolve) => void this.#waiting.add(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
