import type { RequestEvent } from '@servo/core/wire';
import { type CommandStep, command } from './command.js';
import { IssuedCommand } from './issued-command.js';
import { type HttpAnswer, mayArrive, type Reply, surelyArrives } from './reply.js';
import type { Step, Turn } from './script.js';
import type { Problem, Rule } from './violation.js';

/** What a servo said, once it is known to be part of the protocol. */
export interface Said {
  readonly event: RequestEvent;
  readonly param: Readonly<Record<string, unknown>> | null;
  readonly report: 'progress' | 'completion' | undefined;
  /** Byte for byte. */
  readonly body: string;
}

/** What a message is worth, given what was said before. */
export interface Checked {
  readonly problems: readonly Problem[];
  /** The command that is reported on. */
  readonly command: IssuedCommand | undefined;
}

/** The true answer; or the one that the script wants instead of it, or the way that it wants for it. */
export interface TrueAnswer {
  readonly name: string;
  readonly answer?: HttpAnswer;
  readonly reply?: Reply;
}

// A servo repeats the completions of its last few commands at most.
const remembered = 16;
const refusals: Readonly<Partial<Record<Rule, readonly [status: string, reason?: string]>>> = {
  uid: ['invalid', 'unexpected cmd_uid'],
  abandoned: ['invalid', 'unexpected cmd_uid'],
  event: ['unexpected-event'],
  'completion-changed': ['invalid'],
};

/** The conversation with one servo: what it was told, and whether what it says follows from that. */
export class ServoSession {
  readonly #servo: string;
  readonly #issued = new Map<string | null, IssuedCommand>();
  #next: (turn: Turn) => Step | Promise<Step>;
  #greeted = false;
  #parting = false;
  #mustRestart = false;
  #pending: IssuedCommand | undefined;
  #latest: IssuedCommand | undefined;
  #retry: CommandStep | undefined;
  #turns = 0;
  #uids = 0;
  #last: Turn['last'];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(servo: string, next: (turn: Turn) => Step | Promise<Step>) {
    this.#servo = servo;
    this.#next = next;
  }

  /** Goes on with another script; the command that is being carried out stays. */
  follow(next: (turn: Turn) => Step | Promise<Step>): void {
    this.#next = next;
    this.#turns = 0;
  }

  /** Compares a message with what was said before. */
  check({ event, param, report, body }: Said): Checked {
    const problems: Problem[] = [];
    if (event !== 'HELLO' && !this.#greeted && !(event === 'GOODBYE' && this.#parting))
      problems.push({ rule: 'hello', message: `${event} came before HELLO` });
    if (event === 'GOODBYE') this.#greeted = false;
    if (event === 'WHATS_NEXT') problems.push(...this.#unanswered(event), ...this.#goesOn());
    if (event === 'HELLO' && param) {
      this.#mustRestart = false;
      if (this.#pending?.told === 'cancelled') problems.push(...this.#unanswered(event));
    }
    if (!report || !param) return { problems, command: undefined };
    const uid = typeof param['cmd_uid'] === 'string' ? param['cmd_uid'] : null;
    const found = this.#issued.get(uid);
    const message = `${event} reports on ${uid}, which was not given out`;
    problems.push(...(found?.[report]({ event, param, body }) ?? [{ rule: 'uid' as const, message }]));
    return { problems, command: found };
  }

  /** Takes a message in, and gives the true answer. */
  async take({ event, param, report }: Said, { command: found, problems }: Checked): Promise<TrueAnswer> {
    if (event === 'WHATS_NEXT') return this.#inTurn();
    if (event === 'HELLO' && param) this.#startAnew();
    const refused = refusalOf(problems);
    if (refused) {
      const [name, reason = refused.message] = refusals[refused.rule] ?? ['invalid'];
      return { name: `status ${name}`, answer: json({ status: name, reason }) };
    }
    if (report === 'completion') {
      if (this.#pending === found) this.#pending = undefined;
      this.#last = param;
    }
    return { name: 'status ok', answer: json({ status: 'ok' }) };
  }

  /** Notes what the servo knows, once it is decided how it is answered. */
  heed({ event, param, report }: Said, { command: found, problems }: Checked, reply: Reply | undefined): void {
    const taken = reply?.taken ?? true;
    if (event === 'HELLO' && param && taken && mayArrive(reply)) this.#greeted = true;
    if (event === 'HELLO' || event === 'GOODBYE')
      this.#parting = event === 'GOODBYE' && !(taken && surelyArrives(reply));
    if (event === 'WHATS_NEXT' && this.#pending && taken && !reply?.answer)
      this.#pending.certain ||= surelyArrives(reply);
    if (!found || !report) return;
    if (reply?.means && mayArrive(reply)) this.#interrupt(found, report, reply);
    else if (report === 'completion' && taken && surelyArrives(reply) && !refusalOf(problems)) found.acknowledge();
  }

  #interrupt(found: IssuedCommand, report: 'progress' | 'completion', reply: Reply): void {
    if (reply.means === 'cancelled' && report === 'completion') return found.acknowledge();
    if (reply.means === 'cancelled' && !surelyArrives(reply)) return;
    found.told = reply.means;
    if (reply.means === 'out of sync' && this.#pending === found) this.#pending = undefined;
    if (report === 'progress') this.#mustRestart ||= surelyArrives(reply);
  }

  #unanswered(event: RequestEvent): readonly Problem[] {
    const pending = this.#pending;
    if (!pending?.certain || pending.answered) return [];
    const { step, uid } = pending;
    return [{ rule: 'unanswered', message: `${event} came before the completion of ${step.cmd} ${uid}` }];
  }

  #goesOn(): readonly Problem[] {
    if (!this.#mustRestart) return [];
    return [{ rule: 'restart', message: 'WHATS_NEXT came, and no HELLO, after the servo was told to begin anew' }];
  }

  #startAnew(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (!pending) return;
    if (pending.told !== 'cancelled') this.#retry = pending.step;
    pending.told = 'out of sync';
  }

  /** A servo that gave up and asks again while a script still thinks gets what it comes up with. */
  #inTurn(): Promise<TrueAnswer> {
    const answer = this.#turn.then(() => this.#whatsNext());
    this.#turn = answer.catch(() => {}); // whoever asked gets the error
    return answer;
  }

  async #whatsNext(): Promise<TrueAnswer> {
    if (this.#pending) return this.#giveOut(this.#pending);
    const step = this.#retry ?? (await this.#next({ servo: this.#servo, number: this.#turns++, last: this.#last }));
    this.#retry = undefined;
    if ('taken' in step) {
      if (!step.taken || step.answer) return { name: step.name, reply: step };
      return { ...(await this.#whatsNext()), reply: step };
    }
    if ('cmd' in step) return this.#issue(step);
    this.#pending = this.#latest;
    return this.#latest ? this.#giveOut(this.#latest) : this.#issue(command.sleep(60));
  }

  #issue(step: CommandStep): TrueAnswer {
    if (step.cmd === 'SLEEP') return { name: 'SLEEP', answer: json({ cmd: step.cmd, param: step.param }) };
    const uid = step.uid === undefined ? `${this.#servo}#${++this.#uids}` : step.uid;
    const issued = new IssuedCommand(uid, step);
    this.#issued.delete(uid);
    this.#issued.set(uid, issued);
    const [oldest] = this.#issued.keys();
    if (oldest !== undefined && this.#issued.size > remembered) this.#issued.delete(oldest);
    this.#pending = issued;
    this.#latest = issued;
    return this.#giveOut(issued);
  }

  #giveOut(issued: IssuedCommand): TrueAnswer {
    issued.reissue();
    return { name: `${issued.step.cmd} ${issued.uid}`, answer: json(issued) };
  }
}

function refusalOf(problems: readonly Problem[]): Problem | undefined {
  return problems.find(({ rule }) => refusals[rule]);
}

function json(value: unknown): HttpAnswer {
  return { status: 200, body: JSON.stringify(value) };
}
