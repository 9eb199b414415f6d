import { type Clock, ServoError, systemClock } from '@servo/core';
import { Chaos, type ChaosOptions } from './chaos.js';
import { Credentials, type CredentialsOptions } from './credentials.js';
import { Exchange } from './exchange.js';
import { type Fault, type FaultOptions, FaultPlan } from './fault-plan.js';
import { fetchAnswer } from './fetch-answer.js';
import { HttpListener, type HttpListenerOptions } from './http-listener.js';
import type { Incoming } from './incoming.js';
import type { Outgoing } from './outgoing.js';
import type { Occasion, ReceivedRequest } from './received-request.js';
import type { Reply } from './reply.js';
import { type ReceivedOptions, RequestLog } from './request-log.js';
import { type Script, type ScriptOptions, stepsOf } from './script.js';
import { servoPath } from './servo-path.js';
import { ServoSession } from './servo-session.js';
import { unlessAborted } from './unless-aborted.js';
import type { Violation } from './violation.js';
import { ViolationLog } from './violation-log.js';

/** What a {@link FakeOptimizer} is made of. */
export interface FakeOptimizerOptions extends Partial<Omit<CredentialsOptions, 'clock'>> {
  /** @default 'acme' */
  readonly tenantId?: string;
  /** The script of every servo that has none of its own. */
  readonly script?: Script;
  /** How {@link FakeOptimizerOptions.script} goes on. */
  readonly end?: ScriptOptions['end'];
  readonly chaos?: ChaosOptions;
  /**
   * How many requests are remembered, the newest ones; counts and rules need none.
   * @default Infinity
   */
  readonly remember?: number;
  /**
   * How servos name themselves.
   * @default /^github\.com\/opsani\/servox v\S+$/
   */
  readonly userAgent?: RegExp;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** What a {@link FakeOptimizer} that listens is made of. */
export type ListenOptions = FakeOptimizerOptions & Pick<HttpListenerOptions, 'port' | 'tls'>;

const inMemory = 'http://optimizer.test';

/**
 * An optimizer that does what a test says: it hands out commands by a script, fails where it is told to, and holds every
 * servo to the rules of the protocol. One is enough for many servos; the path of a request says whose it is.
 * `organization/name` is a servo of Opsani, a name without a slash is one of AppDynamics.
 *
 * @example
 * await using optimizer = await FakeOptimizer.listen();
 * optimizer.script('example.com/web', [command.describe(), command.measure({ metrics: ['throughput'] })]);
 * optimizer.fault(reply.http(503), { on: 'HELLO' });
 * start(optimizer.opsani('example.com/web')); // a servo with this as its `optimizer`
 * const { param } = await optimizer.received('MEASUREMENT', { signal });
 * optimizer.assertClean();
 *
 * @example Without sockets, and with a clock that stands still
 * const optimizer = new FakeOptimizer({ clock });
 * const response = await optimizer.fetch(new Request(optimizer.servoUrl('example.com/web'), init));
 */
export class FakeOptimizer implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #credentials: Credentials;
  readonly #identity: Required<Omit<CredentialsOptions, 'clock'>> & { readonly tenantId: string };
  readonly #faults = new FaultPlan();
  readonly #log: RequestLog;
  readonly #exchange: Exchange;
  readonly #sessions = new Map<string, ServoSession>();
  readonly #violations = new ViolationLog();
  readonly #closed = new AbortController();
  readonly #stepsOfOthers: () => ReturnType<typeof stepsOf>;
  #listener: HttpListener | undefined;
  #scriptError: ServoError | undefined;

  constructor({ script = [], end, chaos, ...options }: FakeOptimizerOptions = {}) {
    const { clock = systemClock, userAgent = /^github\.com\/opsani\/servox v\S+$/, remember = Infinity } = options;
    const { token = 'test-token', clientId = 'test-client', clientSecret = 'test-secret' } = options;
    const { tenantId = 'acme', tokenLifetime = 3_600 } = options;
    this.#clock = clock;
    this.#identity = { token, clientId, clientSecret, tokenLifetime, tenantId };
    this.#credentials = new Credentials({ ...this.#identity, clock });
    this.#log = new RequestLog(remember);
    this.#stepsOfOthers = () => stepsOf(script, { ...(end && { end }) });
    this.#exchange = new Exchange({
      clock,
      userAgent,
      credentials: this.#credentials,
      faults: this.#faults,
      chaos: chaos && new Chaos(chaos),
      log: this.#log,
      sessionOf: (servo) => this.#sessionOf(servo),
      report: (request, problems) => this.#violations.add(request, problems),
    });
  }

  /** Opens a server on 127.0.0.1; dispose it to close it and all its connections. */
  static async listen({ port, tls, ...options }: ListenOptions = {}): Promise<FakeOptimizer> {
    const optimizer = new FakeOptimizer(options);
    const handle = (incoming: Incoming): Promise<Outgoing> => optimizer.#handle(incoming);
    optimizer.#listener = await HttpListener.open({ handle, clock: optimizer.#clock, port, tls });
    return optimizer;
  }

  /** Answers a request without a socket; needs no {@link FakeOptimizer.listen}. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const signals = [request.signal, this.#closed.signal];
    const { method, url } = request;
    const headers = Object.fromEntries(request.headers);
    const body = await unlessAborted(request.text(), signals);
    const outgoing = await unlessAborted(this.#handle({ method, path: new URL(url).pathname, headers, body }), signals);
    return fetchAnswer(outgoing, { clock: this.#clock, signals });
  };

  /** Where it listens, without a slash at the end. */
  get baseUrl(): string {
    return this.#listener?.url ?? inMemory;
  }

  /** Where a servo posts to. */
  servoUrl(servo: string): string {
    return `${this.baseUrl}${servoPath(servo)}`;
  }

  /** The section `optimizer` of the configuration of a servo in the mode of Opsani. */
  opsani(id: string): { readonly id: string; readonly token: string; readonly base_url: string } {
    return { id, token: this.#identity.token, base_url: this.baseUrl };
  }

  /** The section `optimizer` of the configuration of a servo that gets its tokens for client credentials. */
  appdynamics(optimizerId: string): Readonly<Record<string, string>> {
    const { tenantId, clientId, clientSecret } = this.#identity;
    const credentials = { tenant_id: tenantId, client_id: clientId, client_secret: clientSecret };
    return { optimizer_id: optimizerId, base_url: this.baseUrl, ...credentials };
  }

  /** The text of a connection file, for a servo whose configuration names one. */
  connectionFile(): string {
    const { token, tenantId } = this.#identity;
    const entries = { Authorization: token, Endpoint: this.baseUrl, TenantId: tenantId };
    return JSON.stringify(entries); // which is YAML
  }

  /** Says what a servo is told, from its next WHATS_NEXT on. */
  script(servo: string, script: Script, options: ScriptOptions = {}): void {
    const next = stepsOf(script, options);
    const known = this.#sessions.get(servo);
    if (known) known.follow(next);
    else this.#sessions.set(servo, new ServoSession(servo, next));
  }

  /** Answers requests to come otherwise than scripts say. */
  fault(reply: Reply, options: FaultOptions = {}): Fault {
    return this.#faults.add(reply, options);
  }

  /** Refuses, from now on, the tokens that were given out for client credentials. */
  revokeTokens(): void {
    this.#credentials.revoke();
  }

  /** The requests that are remembered, oldest first. */
  requests(on: Occasion = 'any', servo?: string): readonly ReceivedRequest[] {
    return this.#log.select(on, servo);
  }

  /** How many requests came, those that are not remembered included. */
  count(on: Occasion = 'any', servo?: string): number {
    return this.#log.count(on, servo);
  }

  /**
   * Resolves as soon as a request came; at once when it came before. Rejects with the abort reason of `signal`, with
   * `OPTIMIZER_CLOSED` when the optimizer is closed, and with what a script throws.
   *
   * @example
   * const { param } = await optimizer.received('completion', { servo: 'example.com/web', count: 2, signal });
   */
  received(on: Occasion, options: ReceivedOptions = {}): Promise<ReceivedRequest> {
    return this.#log.received(on, options);
  }

  /** Every rule that a servo broke, in order; the first thousand. */
  get violations(): readonly Violation[] {
    return this.#violations.violations;
  }

  /**
   * Asserts that every servo kept to the protocol.
   *
   * @throws {@link ServoError} `PROTOCOL_VIOLATED` with every violation; or what a script threw.
   */
  assertClean(): void {
    if (this.#scriptError) throw this.#scriptError;
    this.#violations.assertEmpty();
  }

  /** Forgets the requests, not what follows from them. */
  forget(): void {
    this.#log.forget();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new ServoError('OPTIMIZER_CLOSED', 'The fake optimizer is closed');
    this.#closed.abort(closed);
    this.#log.fail(closed);
    await this.#listener?.[Symbol.asyncDispose]();
  }

  async #handle(incoming: Incoming): Promise<Outgoing> {
    try {
      return await this.#exchange.answer(incoming);
    } catch (error) {
      this.#scriptError ??= ServoError.from(error); // nothing but a script throws
      this.#log.fail(this.#scriptError);
      return { answer: { status: 500, body: '{"detail":"the script threw"}' }, transfer: { kind: 'whole' } };
    }
  }

  #sessionOf(servo: string): ServoSession {
    const known = this.#sessions.get(servo);
    if (known) return known;
    const fresh = new ServoSession(servo, this.#stepsOfOthers());
    this.#sessions.set(servo, fresh);
    return fresh;
  }
}
