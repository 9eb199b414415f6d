import type { Clock } from '@servo/core';
import type { Chaos } from './chaos.js';
import { checkHeaders } from './check-headers.js';
import type { Credentials } from './credentials.js';
import type { FaultPlan } from './fault-plan.js';
import type { Incoming } from './incoming.js';
import type { Outgoing } from './outgoing.js';
import { readSaid } from './read-said.js';
import { occasionsOf, type ReceivedRequest } from './received-request.js';
import type { HttpAnswer, Reply } from './reply.js';
import type { RequestLog } from './request-log.js';
import { type Destination, destinationOf } from './servo-path.js';
import type { Said, ServoSession } from './servo-session.js';
import type { Problem } from './violation.js';

/** What an {@link Exchange} works with. */
export interface ExchangeOptions {
  readonly clock: Clock;
  readonly userAgent: RegExp;
  readonly credentials: Credentials;
  readonly faults: FaultPlan;
  readonly chaos: Chaos | undefined;
  readonly log: RequestLog;
  readonly sessionOf: (servo: string) => ServoSession;
  readonly report: (request: ReceivedRequest, problems: readonly Problem[]) => void;
}

type Noted = { -readonly [K in keyof ReceivedRequest]: ReceivedRequest[K] };

/** Turns a request into an answer, whatever carries the two. */
export class Exchange {
  readonly #options: ExchangeOptions;
  #count = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  /** Answers a request. Rejects when a script throws. */
  async answer(incoming: Incoming): Promise<Outgoing> {
    const destination = destinationOf(incoming.path);
    if (incoming.method !== 'POST' || !destination) return this.#astray(incoming);
    return destination.to === 'token' ? this.#token(incoming) : this.#converse(incoming, destination);
  }

  #astray(incoming: Incoming): Outgoing {
    const message = `${incoming.method} ${incoming.path} leads nowhere`;
    return this.#refuse(this.#note(incoming, {}), 404, [{ rule: 'path', message }]);
  }

  #token(incoming: Incoming): Outgoing {
    const { userAgent, credentials, report } = this.#options;
    const request = this.#note(incoming, { event: 'TOKEN' });
    const contentType = 'application/x-www-form-urlencoded';
    report(request, checkHeaders(incoming.headers, { userAgent, contentType, accept: /application\/json/ }));
    const reply = this.#fault(request);
    if (reply && !reply.taken) return finish(request, reply.name, { reply });
    const { problems, answer } = credentials.issue(incoming);
    report(request, problems);
    return finish(request, 'token', { answer, reply });
  }

  async #converse(incoming: Incoming, { servo, kind }: Destination & { readonly to: 'servo' }): Promise<Outgoing> {
    const { userAgent, credentials, report, sessionOf } = this.#options;
    const { problems, request: content, said } = readSaid(incoming.body, incoming.headers['user-agent'] ?? '');
    const { event, param = null, servo_uid: servoUid = null } = content ?? {};
    const request = this.#note(incoming, { servo, event, param, servoUid, report: said?.report });
    const contentType = 'application/json';
    report(request, checkHeaders(incoming.headers, { userAgent, contentType, accept: /\*\/\*|application\/json/ }));
    const proof = credentials.check(incoming, kind);
    if (proof.refused) return this.#refuse(request, 401, proof.problems);
    if (!said) return this.#refuse(request, 400, problems);
    return this.#reply(request, said, sessionOf(servo));
  }

  async #reply(request: Noted, said: Said, session: ServoSession): Promise<Outgoing> {
    const checked = session.check(said);
    this.#options.report(request, checked.problems);
    const wanted = this.#fault(request, () => said.report && checked.command?.nextReply(said.report));
    const isAnother = wanted && (!wanted.taken || (wanted.answer && said.event === 'WHATS_NEXT'));
    const taken = isAnother ? undefined : await session.take(said, checked);
    const reply = wanted && taken?.reply ? { ...taken.reply, ...wanted } : (wanted ?? taken?.reply);
    session.heed(said, checked, reply);
    return finish(request, taken?.name ?? '', { answer: taken?.answer, reply });
  }

  #fault(request: ReceivedRequest, scripted: () => Reply | undefined = () => undefined): Reply | undefined {
    const { faults, chaos } = this.#options;
    const occasions = occasionsOf(request);
    return faults.take(occasions, request.servo) ?? scripted() ?? chaos?.draw(occasions, request.servo);
  }

  #refuse(request: Noted, status: number, problems: readonly Problem[]): Outgoing {
    this.#options.report(request, problems);
    const reason = problems.map(({ message }) => message).join('; ') || `HTTP ${status}`;
    const answer = { status, body: JSON.stringify({ status: 'invalid', reason }) };
    return finish(request, `HTTP ${status}`, { answer });
  }

  #note(incoming: Incoming, parts: Partial<ReceivedRequest>): Noted {
    const { method, path, headers, body } = incoming;
    const known = { servo: '', event: undefined, report: undefined, param: null, servoUid: null, ...parts };
    const number = ++this.#count;
    const request: Noted = { ...known, number, at: this.#options.clock.now(), method, path, headers, body, answer: '' };
    this.#options.log.add(request);
    return request;
  }
}

function finish(
  request: Noted,
  name: string,
  { answer, reply }: { readonly answer?: HttpAnswer | undefined; readonly reply?: Reply | undefined },
): Outgoing {
  request.answer = [name, reply?.name].filter((each, index, all) => each && all.indexOf(each) === index).join(', ');
  const sent = reply?.answer ?? answer ?? { status: 500, body: '' };
  return { answer: sent, transfer: reply?.transfer ?? { kind: 'whole' } };
}
