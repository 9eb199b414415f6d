import type { FakeOptimizer } from '../../src/fake-optimizer.js';

const agent = 'github.com/opsani/servox v1.0.0';

/** What a servo gets. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What an optimizer says is whatever it says; the tests look at the parts that they expect.
  readonly body: { readonly [key: string]: unknown; readonly cmd_uid?: string; readonly cmd?: string };
}

/** Speaks as a servo, by one fetch a message. */
export class FakeServo {
  readonly #optimizer: FakeOptimizer;
  readonly #id: string;
  readonly #fetch: (request: Request) => Promise<Response>;
  headers: Record<string, string>;

  /** @param fetch by which it speaks: sockets, or the optimizer's own. */
  constructor(
    optimizer: FakeOptimizer,
    id = 'example.com/web',
    send: (request: Request) => Promise<Response> = optimizer.fetch,
  ) {
    this.#optimizer = optimizer;
    this.#id = id;
    this.#fetch = send;
    const { token } = optimizer.opsani(id);
    this.headers = {
      'user-agent': agent,
      'content-type': 'application/json',
      accept: '*/*',
      authorization: `Bearer ${token}`,
    };
  }

  /** Posts an envelope. */
  post(event: string, param: unknown = null): Promise<Response> {
    return this.raw(JSON.stringify({ event, param, servo_uid: null }));
  }

  /** Posts any text. */
  raw(body: string): Promise<Response> {
    const { headers } = this;
    return this.#fetch(
      new Request(this.#optimizer.servoUrl(this.#id), { method: 'POST', headers, body, redirect: 'manual' }),
    );
  }

  /** Posts an envelope and reads the answer. */
  async say(event: string, param: unknown = null): Promise<Answer> {
    const response = await this.post(event, param);
    const body = (await response.json()) as Answer['body']; // the tests look at what they expect
    return { status: response.status, headers: response.headers, body };
  }

  hello(): Promise<Answer> {
    return this.say('HELLO', { agent, telemetry: { 'servo.version': '1.0.0' } });
  }

  next(): Promise<Answer> {
    return this.say('WHATS_NEXT');
  }

  progress(event: string, uid: string | null | undefined, progress: number): Promise<Answer> {
    return this.say(event, { progress, runtime: 1, cmd_uid: uid });
  }

  /** Completes a command as it should be. */
  complete(event: string, uid: string | null | undefined, parts: object = {}): Promise<Answer> {
    return this.say(event, { ...completion(event), cmd_uid: uid, ...parts });
  }
}

/** A completion that nothing is wrong with, but for the uid. */
export function completion(event: string): object {
  const payloads: Readonly<Record<string, object>> = {
    DESCRIPTION: { descriptor: {} },
    MEASUREMENT: { metrics: {}, annotations: {} },
    ADJUSTMENT: { state: {} },
  };
  return { status: 'ok', message: null, reason: 'success', ...payloads[event] };
}
