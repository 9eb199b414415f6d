import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server } from 'node:net';

/** A service on this machine. `arrivals` are the times of its requests on the monotonic clock. */
export interface Service extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: readonly number[];
}

/** Starts a service; the handler is also told how many requests came before, and how long ago the first did. */
export async function startService(
  handle: (...args: [...Parameters<RequestListener>, nth: number, since: number]) => void,
): Promise<Service> {
  const arrivals: number[] = [];
  const server = createServer((request, response) => {
    const now = performance.now();
    arrivals.push(now);
    handle(request, response, arrivals.length - 1, now - (arrivals[0] ?? now));
  });
  const url = await listen(server);
  return {
    url,
    arrivals,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Returns a URL where nobody listens. */
export async function deadUrl(): Promise<string> {
  const server = createNetServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/** Lets a server listen on a free port of this machine, and returns its URL. */
export async function listen(server: Server, scheme = 'http'): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on a port
}
