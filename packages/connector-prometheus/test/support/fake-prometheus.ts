import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What a server was asked: under which path of the API, with what, and when. */
export interface Asked {
  readonly path: string;
  readonly params: URLSearchParams;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Aborts when whoever asked hangs up. */
  readonly gone: AbortSignal;
}

/** What a server says: the data of an answer, or a refusal. */
export type Said = { readonly data: object; readonly warnings?: readonly string[] } | { readonly status: number };

/** A server that ends with the test, and remembers what it was asked. */
export interface FakePrometheus {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** Starts a server that answers so. */
export async function fakePrometheus(answer: (asked: Asked) => Said | Promise<Said>): Promise<FakePrometheus> {
  const asked: Asked[] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.replace(/^\/api\/v1\/|\?.*$/g, '') ?? '';
    const hangup = new AbortController();
    response.on('close', () => hangup.abort());
    const one = { path, params: new URLSearchParams(await text(request)), at: Date.now(), gone: hangup.signal };
    asked.push(one);
    const said = await answer(one);
    if ('status' in said) response.statusCode = said.status;
    response.end('status' in said ? '' : JSON.stringify({ status: 'success', ...said }));
  };
  const server = createServer((request, response) => void reply(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }; // it listens on a port
}

/** Targets that are scraped so often. */
export function targets(...intervals: readonly string[]): Said {
  const activeTargets = intervals.map((scrapeInterval, index) => ({
    health: 'up',
    labels: { job: `job${index}`, instance: 'a' },
    scrapeInterval,
  }));
  return { data: { activeTargets } };
}

/** One number of now. */
export function number(value: number): { readonly data: object } {
  return { data: { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1_000, String(value)] }] } };
}

/** A series with a value at each step of what is asked about. */
export function line({ params }: Asked, value: number): Said {
  const [start = 0, end = 0, step = 1] = ['start', 'end', 'step'].map((key) => Number(params.get(key)));
  const count = Math.floor((end - start) / step + 1e-6) + 1;
  const values = Array.from({ length: count }, (_, index) => [start + index * step, String(value)]);
  return { data: { resultType: 'matrix', result: [{ metric: {}, values }] } };
}
