const mostBytes = 1024 ** 2;

/** One message that was logged. */
export interface RecentLog {
  readonly time: string;
  /** Without the time. */
  readonly text: string;
}

/** The last mebibyte of what was logged, in memory. Takes lines of JSON as the logger writes them, secrets masked. */
export class RecentLogs {
  readonly #lines: string[] = [];
  #bytes = 0;

  /** Takes a line; the oldest go when there are too many. */
  write(line: string): boolean {
    this.#lines.push(line);
    this.#bytes += line.length;
    while (this.#bytes > mostBytes) this.#bytes -= this.#lines.shift()?.length ?? 0;
    return true;
  }

  /** What is about a servo, and what is about none, oldest first. */
  of(servo: string): readonly RecentLog[] {
    return this.#lines.flatMap((line) => {
      const { time, servo: about, ...rest } = parse(line);
      if (about !== undefined && about !== servo) return [];
      return [{ time: String(time), text: JSON.stringify(rest) }];
    });
  }
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>; // as the logger writes it
  } catch {
    return { time: '', msg: line.trim() };
  }
}
