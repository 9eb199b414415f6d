import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The path of a certificate or key that exists for tests alone; they hold for a hundred years, but for one. */
export function testPem(name: string): string {
  return fileURLToPath(new URL(`../fixtures/tls/for-tests-only-${name}`, import.meta.url));
}

/** The text of a certificate or key that exists for tests alone. */
export function readPem(name: string): string {
  return readFileSync(testPem(name), 'utf8');
}

/** Serves HTTP on this machine until the test is over; answers the origin. */
export function httpServer(listener: Listener): Promise<string> {
  return origin('http', open(createServer(asListener(listener))));
}

/** Serves HTTPS on this machine until the test is over; answers the origin. */
export function httpsServer(listener: Listener, options: ServerOptions = {}): Promise<string> {
  const identity = { cert: readPem('server.pem'), key: readPem('server.key') };
  return origin('https', open(createSecureServer({ ...identity, ...options }, asListener(listener))));
}

/** Serves bare connections on this machine until the test is over; answers host and port. */
export async function socketServer(onSocket: (socket: Socket) => unknown): Promise<string> {
  const server = createNetServer((socket) => void onSocket(socket.on('error', () => {}))); // they are cut on purpose
  return (await origin('tcp', open(server))).slice('tcp://'.length);
}

/** A proxy that forwards what it is asked to, and remembers it. */
export interface LoopbackProxy {
  readonly url: string;
  readonly asked: { readonly what: string; readonly authorization: string | undefined }[];
}

/** Runs a proxy on this machine until the test is over; with a status it refuses everything by that. */
export async function proxyServer(refusal?: number): Promise<LoopbackProxy> {
  const asked: LoopbackProxy['asked'] = [];
  const note = ({ method, url, headers }: IncomingMessage): void =>
    void asked.push({ what: `${method} ${url}`, authorization: headers['proxy-authorization'] });
  const server = createServer((request, response) => {
    note(request);
    response.writeHead(refusal ?? 200).end('by the proxy');
  });
  server.on('connect', (request, client: Socket) => {
    note(request);
    if (refusal !== undefined) return client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client
        .on('error', () => target.destroy())
        .pipe(target)
        .pipe(client);
    });
    return target.on('error', () => client.destroy()).on('close', () => client.destroy());
  });
  return { url: await origin('http', open(server)), asked };
}

function asListener(listener: Listener): RequestListener {
  return (request, response) => void listener(request, response);
}

function open<T extends NetServer>(server: T): T {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return server.listen(0, '127.0.0.1');
}

async function origin(scheme: string, server: NetServer | Server): Promise<string> {
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return `${scheme}://127.0.0.1:${port}`;
}
