import { ServoError } from '@servo/core';
import type { ReceivedRequest } from './received-request.js';
import { type Problem, rules, type Violation } from './violation.js';

const kept = 1_000; // one mistake in a long run is made again and again
const shown = 20;

/** The rules that servos broke, in order; the first thousand. */
export class ViolationLog {
  readonly #violations: Violation[] = [];
  #count = 0;

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  add({ servo, number }: ReceivedRequest, problems: readonly Problem[]): void {
    this.#count += problems.length;
    for (const problem of problems)
      if (this.#violations.length < kept) this.#violations.push({ ...problem, servo, request: number });
  }

  /** @throws {@link ServoError} `PROTOCOL_VIOLATED` when there are any. */
  assertEmpty(): void {
    if (this.#count === 0) return;
    const lines = this.#violations
      .slice(0, shown)
      .map(
        ({ servo, request, rule, message }) =>
          `- request ${request} of ${servo || 'nobody'}: ${rules[rule]}\n  ${message}`,
      );
    const more = this.#count > shown ? [`- and ${this.#count - shown} more`] : [];
    const message = `Servos broke rules of the protocol (${this.#count}):\n${[...lines, ...more].join('\n')}`;
    throw new ServoError('PROTOCOL_VIOLATED', message, { details: { violations: this.#violations } });
  }
}
