import type { AttackResult } from '../raw/attack-result.js';

const most = 50; // different errors that are told apart
const longest = 200; // characters

/** Counts how often each status came and what went wrong. Of the texts, what differs with each request is taken out. */
export class ErrorTally {
  readonly #codes = new Map<number, number>();
  readonly #errors = new Map<string, number>();
  #others = 0;

  add({ code, error }: Pick<AttackResult, 'code' | 'error'>): void {
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    if (error === '') return;
    const text = essence(error);
    const count = this.#errors.get(text);
    if (count === undefined && this.#errors.size >= most) this.#others += 1;
    else this.#errors.set(text, (count ?? 0) + 1);
  }

  /** How often each status came; 0 stands for no answer. */
  get codes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#codes].toSorted(([a], [b]) => a - b));
  }

  /** How often each error came, the most frequent first. */
  get errors(): readonly (readonly [error: string, count: number])[] {
    const known = [...this.#errors].toSorted(([, a], [, b]) => b - a);
    return this.#others > 0 ? [...known, ['other errors', this.#others]] : known;
  }
}

/** Leaves out ports of this machine, which differ each time, and queries and passwords of URLs, which may be secret. */
function essence(error: string): string {
  return error
    .slice(0, 10 * longest)
    .replace(/(?<=\b(?:tcp|udp)[46]? )\S+:\d+->/g, '')
    .replace(/(https?:\/\/)[^/\s"@]*@/g, '$1')
    .replace(/(https?:\/\/[^\s"?#]*)[?#][^\s"]*/g, '$1')
    .slice(0, longest);
}
