import { randomUUID } from 'node:crypto';
import { ServoError } from '@servo/core';
import {
  completionEvents,
  type RequestEvent,
  type WireCompletion,
  type WireRequest,
  wireCompletion,
  wireProgress,
} from '@servo/core/wire';
import type { Conductor, Order } from './conductor.js';
import { ProtocolSession } from './protocol-session.js';
import { readRequest } from './read-request.js';

interface Issued {
  readonly uid: string;
  readonly order: Order;
}

/** A completion as it came. */
interface Arrived {
  readonly event: RequestEvent;
  readonly uid: string;
  readonly bytes: string;
}

interface Answer {
  readonly code?: number;
  readonly body: unknown;
}

/** What a server can answer to anything but WHATS_NEXT. */
type Status = 'ok' | 'invalid' | 'unexpected-event';

// A completion is sent again until it is acknowledged; older ones than this are not.
const REMEMBERED = 16;

/**
 * The optimizer's side of the protocol, as a function from request to response.
 *
 * Requests are answered one after the other. Each command is given out under the same `cmd_uid` until it is completed;
 * a completion that comes again, byte for byte, is acknowledged again. A servo that starts anew gets a new command.
 *
 * What the conductor throws is answered with 503: nothing happened, and the servo sends the same again.
 */
export class ProtocolServer {
  readonly #conductor: Conductor;
  readonly #session = new ProtocolSession();
  readonly #accepted = new Map<string, string>();
  #issued: Issued | undefined;
  #renewed = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(conductor: Conductor) {
    this.#conductor = conductor;
  }

  /** Answers a request; never rejects for what is in it. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const turn = this.#queue.then(() => this.#answer(request)).catch(unavailable);
    this.#queue = turn;
    const { code = 200, body } = await turn;
    return Response.json(body, { status: code });
  };

  async #answer(request: Request): Promise<Answer> {
    const said = await readRequest(request);
    if ('problem' in said) return invalid(said.code, said.problem);
    switch (said.event) {
      case 'HELLO':
        this.#session.connected = true;
        // A check of the connection says HELLO without a parameter, and is no start.
        this.#renewed ||= said.param !== null;
        return status('ok');
      case 'GOODBYE':
        this.#session.connected = false;
        await this.#conductor.left();
        return status('ok');
      case 'WHATS_NEXT':
        return this.#next();
      default:
        return this.#report(said.event, said.param ?? {});
    }
  }

  async #next(): Promise<Answer> {
    if (this.#renewed) this.#startAnew();
    if (this.#issued) return command(this.#issued);
    const order = await this.#conductor.next();
    if (order.cmd === 'SLEEP') {
      if (order.over) this.#session.end(order.over);
      return { body: { cmd: 'SLEEP', param: { duration: order.seconds, data: { reason: order.reason } } } };
    }
    this.#session.issue(order.cmd);
    this.#issued = { uid: randomUUID(), order };
    return command(this.#issued);
  }

  #startAnew(): void {
    this.#renewed = false;
    this.#issued = undefined;
    this.#session.reset();
    this.#conductor.restarted();
  }

  async #report(event: RequestEvent, param: NonNullable<WireRequest['param']>): Promise<Answer> {
    const isProgress = !('status' in param) && Number(param['progress'] ?? 100) < 100;
    const read = isProgress ? wireProgress.safeParse(param) : wireCompletion.safeParse(param);
    if (!read.success) return invalid(400, `${event}: ${explain(read.error.issues)}`);
    const uid = read.data.cmd_uid ?? '';
    const bytes = JSON.stringify([event, param]);
    const accepted = this.#accepted.get(uid);
    if (accepted !== undefined)
      return accepted === bytes ? status('ok') : status('invalid', `cmd_uid ${uid} was completed differently before`);
    const problem = this.#refuse(event, uid, isProgress ? Number(param['progress']) : undefined);
    if (problem) return problem;
    if ('status' in read.data) await this.#complete({ event, uid, bytes }, read.data);
    return status('ok');
  }

  /** The command stays the one that was given out until its end is taken in. */
  async #complete({ event, uid, bytes }: Arrived, completion: WireCompletion): Promise<void> {
    if (this.#issued) await this.#conductor.completed(this.#issued.order, completion);
    this.#issued = undefined;
    this.#session.report(event);
    this.#accepted.set(uid, bytes);
    const [oldest] = this.#accepted.keys();
    if (oldest !== undefined && this.#accepted.size > REMEMBERED) this.#accepted.delete(oldest);
  }

  /** Moves the session on by a progress, or says why a report does not belong into it. */
  #refuse(event: RequestEvent, uid: string, progress: number | undefined): Answer | undefined {
    const { issued, session } = { issued: this.#issued, session: this.#session };
    if (issued && completionEvents[issued.order.cmd] === event && issued.uid !== uid)
      return status('invalid', 'unexpected cmd_uid');
    try {
      if (progress === undefined) session.expect(event);
      else session.report(event, progress);
      return undefined;
    } catch (error) {
      const { code, message } = ServoError.from(error);
      return status(code === 'EVENT_UNEXPECTED' ? 'unexpected-event' : 'invalid', message);
    }
  }
}

function command({ uid, order }: Issued): Answer {
  return { body: { cmd: order.cmd, cmd_uid: uid, param: order.param } };
}

function status(name: Status, reason?: string): Answer {
  return { body: { status: name, ...(reason !== undefined && { reason }) } };
}

function unavailable(thrown: unknown): Answer {
  return invalid(503, ServoError.from(thrown).message);
}

function invalid(code: number, reason: string): Answer {
  return { code, ...status('invalid', reason) };
}

function explain(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}
