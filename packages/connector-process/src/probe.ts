import { once } from 'node:events';
import { connect } from 'node:net';
import type { Address } from './address.js';

/** Says why a probe did not succeed; `undefined` when it did. Rejects only with the reason of the signal. */
export type ProbeAnswer = Promise<string | undefined>;

/** Asks whether somebody accepts connections at an address. */
export async function probeTcp({ host, port }: Address, signal: AbortSignal): ProbeAnswer {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return reasonOf(error);
  } finally {
    socket.destroy();
  }
}

/** Asks whether a URL answers with a status of 2xx. */
export async function probeHttp(url: string, signal: AbortSignal): ProbeAnswer {
  // imported here: to import node:http loads all of Node's clients, which nobody needs who probes by TCP
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const request = get(url, { agent: false, signal });
  try {
    const [{ statusCode = 0 }] = await once(request, 'response');
    return statusCode >= 200 && statusCode < 300 ? undefined : `it answered ${statusCode}`;
  } catch (error) {
    signal.throwIfAborted();
    return reasonOf(error);
  } finally {
    request.on('error', () => {}); // what comes after the answer does not matter
    request.destroy();
  }
}

function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? error.errors : []; // one for each address of the name
  return first instanceof Error ? first.message : String(first);
}
