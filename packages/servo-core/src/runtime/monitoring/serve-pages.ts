import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServoError } from '../../errors/servo-error.js';

/** An answer over HTTP. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What answers, by path. */
export type Pages = Readonly<Record<string, () => Page | Promise<Page>>>;

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A server that answers. */
export interface PageServer extends AsyncDisposable {
  /** `http://host:port`. */
  readonly url: string;
}

const connections = 64;
// A connection that asks nothing must not keep a probe out for long: milliseconds for a request to arrive.
const limits = { headersTimeout: 3_000, requestTimeout: 5_000, connectionsCheckingInterval: 1_000 };

/**
 * Serves pages that can only be read.
 *
 * @throws {@link ServoError} `LISTEN_FAILED` when the address cannot be used.
 */
export async function servePages(pages: Pages, { host, port }: ListenAddress): Promise<PageServer> {
  const { createServer } = await import('node:http'); // an import of all that it has takes long, and seldom is it needed
  const server = createServer({ ...limits, maxHeaderSize: 8_192 }, (request, response) => {
    void answer(pages, request, response);
  });
  server.maxConnections = connections;
  try {
    await listen(server, host, port);
  } catch (error) {
    throw new ServoError('LISTEN_FAILED', `Cannot listen on ${host}:${port}: ${ServoError.from(error).message}`, {
      cause: error,
      hint: 'Name another address, or end what listens there.',
    });
  }
  return {
    url: urlOf(server.address() as AddressInfo), // it listens on a port
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      server.on('error', () => {}); // one connection less: whoever asked asks again
      resolve();
    });
  });
}

async function answer(pages: Pages, { method, url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, type, body } = await pageOf(pages, method, url.replace(/\?.*$/s, ''));
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    ...(status === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(method === 'HEAD' ? undefined : body);
}

async function pageOf(pages: Pages, method: string | undefined, path: string): Promise<Page> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only GET and HEAD are answered');
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (!page) return plain(404, `There are ${Object.keys(pages).join(', ')}`);
  try {
    return await page();
  } catch (error) {
    return plain(500, ServoError.from(error).message);
  }
}

function plain(status: number, text: string): Page {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
