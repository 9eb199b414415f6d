import { once } from 'node:events';
import { type Clock, deadline, Duration } from '@servo/core';
import type { Address } from './address.js';

/** Says why a probe did not succeed; `undefined` when it did. Rejects only with the reason of the signal. */
export type ProbeAnswer = Promise<string | undefined>;

/** Asks whether somebody accepts connections at an address. */
export async function probeTcp({ host, port }: Address, signal: AbortSignal): ProbeAnswer {
  const { connect } = await import('node:net'); // when it is needed, as those below
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
  // to import node:http loads all of Node's clients, which nobody needs who probes by TCP
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

/** How long one probe may take. */
export interface ProbeLimit {
  readonly clock: Clock;
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Gives a probe a time of its own: a program that begins to listen may accept a connection and never answer on it, and
 * would answer on the next one.
 */
export async function limitProbe(
  probe: (signal: AbortSignal) => ProbeAnswer,
  { clock, milliseconds, signal }: ProbeLimit,
): ProbeAnswer {
  const answer = `it did not answer within ${new Duration(milliseconds).toString()}`;
  using limit = deadline(milliseconds, { clock, signal, reason: () => answer });
  try {
    return await probe(limit.signal);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.signal.aborted) return answer;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? error.errors : []; // one for each address of the name
  return first instanceof Error ? first.message : String(first);
}
