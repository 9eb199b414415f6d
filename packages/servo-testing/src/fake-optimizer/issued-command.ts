import { completionEvents, type RequestEvent } from '@servo/core/wire';
import type { CommandStep } from './command.js';
import type { Reply } from './reply.js';
import type { Problem, Rule } from './violation.js';

/** A report on a command, as it arrived. */
export interface Report {
  readonly event: RequestEvent;
  readonly param: Readonly<Record<string, unknown>>;
  /** Byte for byte. */
  readonly body: string;
}

/** A command that was given to a servo, and what was said of it since. */
export class IssuedCommand {
  readonly uid: string | null;
  readonly step: CommandStep;
  /** Whether the servo surely has it. */
  certain = false;
  /** What the servo was told in answer to a report. */
  told: Reply['means'];
  #replies: { readonly progress: Reply[]; readonly completion: Reply[] };
  #progress = 0;
  #completion: string | undefined;
  #acknowledged = false;

  constructor(uid: string | null, step: CommandStep) {
    this.uid = uid;
    this.step = step;
    this.#replies = { progress: [step.onProgress ?? []].flat(), completion: [step.onCompletion ?? []].flat() };
  }

  /** Whether a completion came, even if it is not acknowledged. */
  get answered(): boolean {
    return this.#completion !== undefined;
  }

  /** As it goes over the wire. */
  toJSON(): object {
    const { cmd, param } = this.step;
    return { cmd, ...(this.uid !== null && { cmd_uid: this.uid }), ...(param !== undefined && { param }) };
  }

  /**
   * The command is given out once more, so that its completion may come again, whatever was said of it before. Without a
   * uid the servo cannot know it again: it is a new one then.
   */
  reissue(): void {
    this.told = undefined;
    this.#acknowledged = false;
    if (this.uid !== null) return;
    this.#progress = 0;
    this.#completion = undefined;
  }

  /** The servo surely knows that its completion arrived. */
  acknowledge(): void {
    this.#acknowledged = true;
  }

  /** The answer that the script wants for the next report of this kind, if it wants one. */
  nextReply(report: 'progress' | 'completion'): Reply | undefined {
    return this.#replies[report].shift();
  }

  /** Takes a progress report, and says what is wrong with it. */
  progress({ event, param }: Report): readonly Problem[] {
    const now = Number(param['progress']);
    const inRange = now > 0 && now < 100;
    const problems = [
      ...this.#common(event),
      ...problem(!inRange, 'progress-range', `progress ${now} is not between 0 and 100, exclusive`),
      ...problem(now <= this.#progress, 'progress-order', `progress ${now} came after ${this.#progress}`),
      ...problem(this.answered, 'progress-late', `progress ${now} came after the completion`),
    ];
    if (inRange) this.#progress = Math.max(this.#progress, now);
    return problems;
  }

  /** Takes a completion, and says what is wrong with it. */
  completion({ event, param, body }: Report): readonly Problem[] {
    const status = String(param['status']);
    const { told } = this;
    const foreign = this.#common(event);
    const problems = [
      ...foreign,
      ...problem(
        told === 'cancelled' && status !== 'cancelled',
        'cancelled',
        `the servo was told to cancel, and answered "${status}"`,
      ),
      ...problem(
        this.#completion !== undefined && this.#completion !== body,
        'completion-changed',
        `the completion was\n    ${this.#completion}\n  and is now\n    ${body}`,
      ),
      ...problem(this.#acknowledged, 'completion-repeated', 'the completion came again after it was acknowledged'),
    ];
    if (foreign.length === 0) this.#completion ??= body;
    return problems.map((each) => ({ ...each, message: `${this.step.cmd} ${this.uid}: ${each.message}` }));
  }

  #common(event: RequestEvent): readonly Problem[] {
    const expected = new Map<string, RequestEvent>(Object.entries(completionEvents)).get(this.step.cmd) ?? event;
    return [
      ...problem(event !== expected, 'event', `${this.step.cmd} is answered by ${expected}, not by ${event}`),
      ...problem(this.told === 'out of sync', 'abandoned', `${this.step.cmd} ${this.uid} was abandoned`),
    ];
  }
}

function problem(broken: boolean, rule: Rule, message: string): readonly Problem[] {
  return broken ? [{ rule, message }] : [];
}
