import type { IncomingMessage } from 'node:http';
import { streamLines } from '@servo/core/process';
import { ApiError, unreachable } from './api-error.js';

const largestAnswer = 64 * 2 ** 20; // bytes

/** Reads an answer whole; `where` it comes from is for messages. */
export async function readAnswer(response: IncomingMessage, where: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > largestAnswer) throw new ApiError(`${where} answered with more than 64 MiB`, { status: 502 });
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof ApiError ? cause : unreachable(where, 'the answer was cut off', cause);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Yields the lines of an answer as they come. */
export async function* answerLines(response: IncomingMessage, where: string): AsyncGenerator<string> {
  try {
    for await (const line of streamLines(response, { maxLength: 2 ** 23 })) if (line !== '') yield line;
  } catch (cause) {
    throw unreachable(where, 'the watch was cut off', cause);
  } finally {
    response.destroy();
  }
}
