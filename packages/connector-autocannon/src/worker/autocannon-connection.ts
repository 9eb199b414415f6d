import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ServoError } from '@servo/core';
import autocannon from 'autocannon';
import type { LoadPlan, PlannedRequest } from '../load-plan.js';
import type { Answer, Connection } from './connection.js';

/**
 * What lies inside autocannon's client. Its own schedule sends the requests of a second in one burst at the second's
 * start, reconnects to a dead service without a pause, and loses the request that follows a closing answer; so the
 * two methods that drive it are replaced, and the rest (connecting, TLS, requests, parsing) is used as it is.
 */
interface Client extends NodeJS.EventEmitter, Pick<autocannon.Client, 'setRequests'> {
  /** Connects at once; autocannon calls it in the constructor and after each end of a connection. */
  _connect(): void;
  /** Sends at once; autocannon calls it after each answer. */
  _doRequest(): void;
  /** Closes, and forgets the request that was under way. */
  _destroyConnection(): void;
  readonly conn: Socket | TLSSocket;
  readonly parser: { readonly type: string; initialize(type: string): void; finish(): unknown };
  readonly pipelinedRequests: { insertRequest(request: object): void };
  readonly requestIterator: { readonly currentRequest: { readonly method: string; readonly requestBuffer: Buffer } };
}

interface AnswerHead {
  readonly statusCode: number;
  readonly shouldKeepAlive: boolean;
}

const idempotent: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);
const forever = 2_000_000; // seconds; the longest that fits autocannon's timers, which are not used

/**
 * Opens connections of autocannon. Each connects when it first has something to send, and begins with another of the
 * requests, so that they are mixed at any time.
 *
 * @throws {@link ServoError} `AUTOCANNON_UNSUPPORTED` when the library is not as expected inside.
 */
export function openConnections(plan: LoadPlan, count: number): readonly Connection[] {
  const connections: Connection[] = [];
  const setupClient = (client: object): void => {
    assertClient(client);
    client.setRequests(takeTurns(plan.requests, connections.length));
    connections.push(new AutocannonConnection(client, plan));
  };
  const options = { url: plan.url, connections: count, duration: forever, timeout: forever, setupClient };
  autocannon(options, (error: unknown) => {
    if (error) throw ServoError.from(error); // options that it refuses; ends the worker with this message
  });
  return connections;
}

class AutocannonConnection implements Connection {
  readonly #client: Client;
  readonly #secure: boolean;
  readonly #trusted: boolean;
  readonly #connect: () => void;
  readonly #write: () => void;
  #connected = false;
  #ready = false;
  #mayResend = false;
  #head: AnswerHead | undefined;
  #settle: ((answer: Answer) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: Client, { url, insecure }: LoadPlan) {
    this.#client = client;
    this.#secure = url.startsWith('https:');
    this.#trusted = this.#secure && !insecure;
    this.#connect = client._connect.bind(client);
    this.#write = client._doRequest.bind(client);
    client._connect = () => this.#disconnect('closed without an answer');
    client._doRequest = () => {};
    client.on('headers', (head: unknown) => {
      this.#head = head as AnswerHead; // the parser's own object; the published type is wrong
      if (!this.#settle) client.pipelinedRequests.insertRequest({}); // an answer to nothing would be a TypeError
    });
    client.on('response', () => this.#answered());
    client.on('connError', (error: Error) => this.#lose(nameFailure(error)));
  }

  send(timeout: number, settle: (answer: Answer) => void): void {
    this.#settle = settle;
    this.#head = undefined;
    this.#mayResend = this.#connected;
    this.#timer = setTimeout(() => this.#giveUp(), timeout);
    if (!this.#connected) this.#open();
    this.#write();
  }

  #open(): void {
    this.#connected = true;
    this.#ready = false;
    this.#connect();
    const { conn } = this.#client;
    if (this.#trusted) refuseUntrusted(conn as TLSSocket); // autocannon made it for an https URL
    conn.prependListener('data', () => (this.#mayResend = false));
    conn.once(this.#secure ? 'secureConnect' : 'connect', () => (this.#ready = !conn.destroyed));
  }

  #answered(): void {
    if (!this.#head) return;
    const { statusCode, shouldKeepAlive } = this.#head;
    if (!shouldKeepAlive || !this.#settle) this.#close();
    this.#finish({ status: statusCode });
  }

  #giveUp(): void {
    this.#close();
    this.#finish({ error: 'timed out', timedOut: true });
  }

  /** An answer of no stated length is complete when the connection ends; any other is lost. */
  #disconnect(error: string): void {
    if (!this.#connected) return;
    this.#client.parser.finish();
    this.#lose(error);
  }

  /**
   * A service may close a connection that it holds for idle just when a request is on its way; that is no fault, and
   * every HTTP client then sends again what may be sent twice. It counts from the first time.
   */
  #lose(error: string): void {
    this.#close();
    const { method } = this.#client.requestIterator.currentRequest;
    const again = this.#settle && this.#mayResend && idempotent.has(method);
    if (again)
      queueMicrotask(() => this.#resend()); // autocannon is not done with the old connection yet
    else this.#finish({ error });
  }

  #resend(): void {
    this.#mayResend = false;
    this.#open();
    const { conn, pipelinedRequests, requestIterator } = this.#client;
    pipelinedRequests.insertRequest(requestIterator.currentRequest);
    conn.write(requestIterator.currentRequest.requestBuffer);
  }

  #close(): void {
    this.#connected = false;
    this.#client._destroyConnection();
    this.#client.parser.initialize(this.#client.parser.type); // half an answer must not spoil the next
  }

  /** Settles a moment later, because autocannon is not done with the connection yet and the answer may bring a request. */
  #finish(answer: Answer): void {
    clearTimeout(this.#timer);
    const settle = this.#settle;
    this.#settle = undefined;
    const unsent = !this.#ready;
    if (settle) queueMicrotask(() => settle({ ...answer, unsent }));
  }
}

function nameFailure(error: NodeJS.ErrnoException): string {
  return error instanceof ServoError ? error.message : (error.code ?? error.message);
}

/** autocannon never verifies; this does before anything is sent, as the check runs when the handshake ends. */
function refuseUntrusted(socket: TLSSocket): void {
  socket.once('secureConnect', () => {
    if (socket.authorized) return;
    const reason = String(socket.authorizationError);
    socket.destroy(new ServoError('TLS_UNTRUSTED', `certificate refused: ${reason}`));
  });
}

function takeTurns(requests: readonly PlannedRequest[], first: number): autocannon.Request[] {
  const start = first % requests.length;
  const turned = [...requests.slice(start), ...requests.slice(0, start)];
  return turned.map((request) => ({ ...request, headers: { ...request.headers } }) as autocannon.Request); // it writes to them
}

function assertClient(client: object): asserts client is Client {
  const { _connect, _doRequest, _destroyConnection, parser, requestIterator } = client as Partial<Client>;
  if (_connect && _doRequest && _destroyConnection && parser?.initialize && requestIterator) return;
  throw new ServoError('AUTOCANNON_UNSUPPORTED', 'Expected autocannon 9.0, found another inside', {
    hint: 'Install the version of autocannon that this connector names in its package.json.',
  });
}
