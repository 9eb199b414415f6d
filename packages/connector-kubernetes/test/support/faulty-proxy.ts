import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import { Transform } from 'node:stream';

/** What the proxy does with a request instead of passing it on. */
export type ProxyFault =
  | { readonly kind: 'drop' }
  /** Never answers. */
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Passes the request on, and drops the connection instead of the answer. */
  | { readonly kind: 'lose-answer' }
  /** Passes the answer on, and cuts it off after the first part. */
  | { readonly kind: 'cut' }
  /** Passes all of the answer on so many milliseconds later. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Answers a watch as the API server does when it has forgotten the place. */
  | { readonly kind: 'gone' };

/** A plain HTTP proxy before the API server that goes wrong when it is told to. */
export class FaultyProxy implements AsyncDisposable {
  /** All that came, as `GET /apis/…`, in order. */
  readonly requests: string[] = [];
  /** How many bytes the API server answered. */
  bytes = 0;
  readonly #rules: { readonly pattern: RegExp; readonly fault: ProxyFault; times: number }[] = [];
  readonly #server: Server;
  #isBroken = false;
  readonly #target: { readonly server: string; readonly ca: string; readonly token: string };

  private constructor(target: { readonly server: string; readonly ca: string; readonly token: string }) {
    this.#target = target;
    this.#server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  }

  static async start(target: { readonly server: string; readonly ca: string; readonly token: string }) {
    const proxy = new FaultyProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** Goes wrong for the next requests that match, `GET /path?query`. */
  fault(pattern: RegExp, fault: ProxyFault, times = 1): void {
    this.#rules.push({ pattern, fault, times });
  }

  /** How many faults are still to come. */
  get pending(): number {
    return this.#rules.reduce((sum, { times }) => sum + times, 0);
  }

  /** Drops all connections, and each that comes until it is mended. */
  breakOff(): void {
    this.#isBroken = true;
    this.#server.closeAllConnections();
  }

  /** Passes requests on again. */
  mend(): void {
    this.#isBroken = false;
  }

  /** How many requests of those that came match. */
  count(pattern: RegExp): number {
    return this.requests.filter((line) => pattern.test(line)).length;
  }

  /** The text of a kubeconfig that leads here. */
  get kubeconfig(): string {
    const address = this.#server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
    return JSON.stringify({
      'current-context': 'proxy',
      clusters: [{ name: 'proxy', cluster }],
      users: [{ name: 'proxy', user: { token: this.#target.token } }],
      contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'proxy' } }],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const line = `${incoming.method} ${incoming.url}`;
    this.requests.push(line);
    if (this.#isBroken) return void incoming.socket.destroy();
    const rule = this.#rules.find(({ pattern, times }) => times > 0 && pattern.test(line));
    if (rule) rule.times -= 1;
    const fault = rule?.fault;
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'drop') return void incoming.socket.destroy();
    if (fault?.kind === 'answer') return void outgoing.writeHead(fault.status, fault.headers).end(fault.body ?? '{}');
    if (fault?.kind === 'gone') {
      const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
      return void outgoing.writeHead(200).end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    }
    this.#forward(incoming, outgoing, fault);
  }

  #forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    fault: Extract<ProxyFault, { readonly kind: 'lose-answer' | 'cut' | 'slow' }> | undefined,
  ): void {
    const { server, ca } = this.#target;
    const { host: _, ...headers } = incoming.headers;
    const sent = request(server + incoming.url, { method: incoming.method, headers, ca }, (answer) => {
      answer.on('data', ({ length }: Buffer) => (this.bytes += length));
      if (fault?.kind === 'lose-answer') {
        answer.resume().on('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault?.kind === 'cut') answer.once('data', () => incoming.socket.destroy());
      if (fault?.kind === 'slow') answer.pipe(later(fault.milliseconds)).pipe(outgoing);
      else answer.pipe(outgoing);
      outgoing.on('close', () => answer.destroy());
    });
    sent.on('error', () => incoming.socket.destroy());
    incoming.pipe(sent);
  }
}

/** Passes parts on in their order, each after the same time. */
function later(milliseconds: number): Transform {
  return new Transform({
    transform(part: Buffer, _, taken) {
      setTimeout(() => this.push(part), milliseconds);
      taken();
    },
    flush(ended) {
      setTimeout(ended, milliseconds);
    },
  });
}
