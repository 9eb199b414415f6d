import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '@servo/core';
import type { Credentials } from '../../src/api/credentials.js';
import { HttpApi } from '../../src/api/http-api.js';

/** What a {@link StubApiServer} says to a request, of which `line` is `GET /path?query`. */
export type StubAnswer = (line: string, response: ServerResponse, request: IncomingMessage) => unknown;

/** An API server within the process of the test that answers as the test says. */
export class StubApiServer implements AsyncDisposable {
  /** All that came, as `GET /apis/…`, in order. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(answer: StubAnswer) {
    this.#server = createServer((request, response) => {
      const line = `${request.method} ${request.url}`;
      this.requests.push(line);
      answer(line, response, request);
    });
  }

  static async start(answer: StubAnswer): Promise<StubApiServer> {
    const stub = new StubApiServer(answer);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Makes a client of it, whose waits are never longer than they must be. */
  client(clock: Clock, credentials: Partial<Credentials> = {}): HttpApi {
    const apply = async () => ({ source: {}, agent: this.#agent, headers: {} });
    return new HttpApi({ server: this.url, apply, renew: () => {}, ...credentials }, { clock, random: () => 0 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
