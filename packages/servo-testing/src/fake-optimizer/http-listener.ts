import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock } from '@servo/core';
import type { Incoming } from './incoming.js';
import type { Outgoing } from './outgoing.js';

/** What an {@link HttpListener} is opened with. */
export interface HttpListenerOptions {
  readonly handle: (incoming: Incoming) => Promise<Outgoing>;
  readonly clock: Clock;
  /** @default 0, which is any that is free */
  readonly port?: number | undefined;
  /** A key and its certificate, in PEM; without them the server speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** A server on 127.0.0.1 that sends answers, and spoils them on the way as it is told. */
export class HttpListener implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closed = new AbortController();
  readonly #options: HttpListenerOptions;

  private constructor(server: Server, options: HttpListenerOptions) {
    const { port } = server.address() as AddressInfo; // it listens on a port
    this.url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
    this.#server = server;
    this.#options = options;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async open(options: HttpListenerOptions): Promise<HttpListener> {
    const { tls, port = 0 } = options;
    // an idle connection stays: a servo that comes back after minutes must not meet one that is just being closed
    const patience = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 };
    const server = tls ? createTlsServer({ ...tls, ...patience }) : createServer(patience);
    server.listen({ host: '127.0.0.1', port, backlog: 4_096 });
    await once(server, 'listening');
    return new HttpListener(server, options);
  }

  /** Closes all connections at once, also those that wait for an answer. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    if (body === undefined) return;
    const { method = '', url = '', headers } = request;
    const outgoing = await this.#options.handle({
      method,
      path: url.split('?')[0] ?? '',
      headers: headers as Readonly<Record<string, string>>, // the only list is set-cookie, which nobody sends to a server
      body,
    });
    if (!response.destroyed) await this.#send(response, outgoing);
  }

  async #send(response: ServerResponse, { answer, transfer }: Outgoing): Promise<void> {
    const content = Buffer.from(answer.body);
    const head = (length: number): ServerResponse =>
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        ...answer.headers,
        'content-length': length,
      });
    const half = content.subarray(0, Math.floor(content.length / 2));
    switch (transfer.kind) {
      case 'whole':
        return void head(content.length).end(content);
      case 'truncated':
        return void head(half.length).end(half);
      case 'cut':
        return void head(content.length).write(half, () => response.socket?.destroy());
      case 'reset':
        return reset(response.socket);
      case 'silence':
        return;
      case 'delayed':
        if (await this.#wait(transfer.wait, response)) head(content.length).end(content);
        return;
      case 'drip':
        head(content.length).flushHeaders();
        for (const byte of content) {
          if (!(await this.#wait(transfer.wait, response))) return;
          response.write(Uint8Array.of(byte));
        }
        response.end();
    }
  }

  /** Waits while somebody listens; false when nobody does any more. */
  async #wait(milliseconds: number, response: ServerResponse): Promise<boolean> {
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    response.once('close', leave);
    try {
      await this.#options.clock.sleep(milliseconds, { signal: AbortSignal.any([gone.signal, this.#closed.signal]) });
      return !response.destroyed;
    } catch {
      return false; // the wait has only the two reasons to end early
    } finally {
      response.off('close', leave);
    }
  }
}

/** The whole body; undefined when it does not come to its end. */
function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString()));
    request.once('close', () => resolve(undefined));
  });
}

function reset(socket: Socket | null): void {
  if (socket instanceof TLSSocket)
    socket.destroy(); // under TLS there is no way to the packet of a reset
  else socket?.resetAndDestroy();
}
