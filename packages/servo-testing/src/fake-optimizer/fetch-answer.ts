import type { Clock } from '@servo/core';
import type { Outgoing } from './outgoing.js';
import { unlessAborted } from './unless-aborted.js';

/** What surrounds an answer that needs no network. */
export interface FetchAnswerOptions {
  readonly clock: Clock;
  /** End waits, as the client or the end of the optimizer may. */
  readonly signals: readonly AbortSignal[];
}

/** Makes of an answer what `fetch` makes of it: a response, perhaps with a body that breaks off, or a rejection. */
export async function fetchAnswer(
  { answer, transfer }: Outgoing,
  { clock, signals }: FetchAnswerOptions,
): Promise<Response> {
  const content = new TextEncoder().encode(answer.body);
  const half = content.subarray(0, Math.floor(content.length / 2));
  const respond = (body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Response =>
    new Response(hasNoBody(answer.status) ? null : body, {
      status: answer.status,
      headers: { 'content-type': 'application/json', ...answer.headers },
    });
  switch (transfer.kind) {
    case 'whole':
      return respond(content);
    case 'truncated':
      return respond(half);
    case 'cut':
      return respond(ReadableStream.from(cut(half)));
    case 'reset':
      throw connectionLost('fetch failed');
    case 'silence':
      return unlessAborted(new Promise(() => {}), signals);
    case 'delayed':
      await clock.sleep(transfer.wait, { signal: AbortSignal.any([...signals]) });
      return respond(content);
    case 'drip': {
      const signal = AbortSignal.any([...signals]);
      return respond(ReadableStream.from(drip(content, () => clock.sleep(transfer.wait, { signal }))));
    }
  }
}

async function* cut(half: Uint8Array): AsyncGenerator<Uint8Array> {
  yield half;
  throw connectionLost('terminated');
}

async function* drip(content: Uint8Array, wait: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for (const byte of content) {
    await wait();
    yield Uint8Array.of(byte);
  }
}

/** As `fetch` says it. */
function connectionLost(message: string): TypeError {
  const cause = Object.assign(new TypeError('read ECONNRESET'), { code: 'ECONNRESET' });
  return new TypeError(message, { cause });
}

function hasNoBody(status: number): boolean {
  return [204, 205, 304].includes(status);
}
