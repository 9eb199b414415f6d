import { spawn, spawnSync } from 'node:child_process';

/** Whether a terminal can be made: `script` of util-linux gives one. */
export const hasPty = spawnSync('script', ['--version']).status === 0;

/** A program on a terminal of its own. */
export class Pty {
  /** What it showed so far, escape sequences included. */
  shown = '';
  readonly ended: Promise<number | null>;
  readonly #child;
  readonly #waiting = new Set<() => void>();

  constructor(command: readonly string[], { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
    const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' '); // script hands one line to a shell
    this.#child = spawn('script', ['-qefc', `exec ${line}`, '/dev/null'], { cwd, env: { TERM: 'xterm', ...env } });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.shown += text;
      for (const wake of this.#waiting) wake();
    });
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  /** Waits until it shows something. */
  async shows(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.shown)) {
      const more = new Promise<void>((resolve) => void this.#waiting.add(resolve));
      const code = await Promise.race([more, this.ended]);
      if (code !== undefined && !pattern.test(this.shown))
        throw new TypeError(`it ended (${code}) before it showed ${String(pattern)}:\n${this.shown}`);
    }
  }

  /** Types keys. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }
}
