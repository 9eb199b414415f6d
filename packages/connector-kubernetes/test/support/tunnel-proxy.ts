import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A proxy that makes tunnels (CONNECT) to one server, whatever name it is asked for. */
export class TunnelProxy implements AsyncDisposable {
  /** What was asked for, as `host:port`, with the credentials that came along. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number, status: number) {
    this.#server = createServer().on('connect', (request, socket: Socket, head: Buffer) => {
      this.asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
      this.#sockets.add(socket);
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    });
  }

  /** Starts a proxy that leads to a port of this machine, or answers with another status than 200. */
  static async start(port: number, status = 200): Promise<TunnelProxy> {
    const proxy = new TunnelProxy(port, status);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    const address = this.#server.address();
    return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
