import type { IncomingMessage } from 'node:http';
import { streamLines } from '@servo/core/process';
import { ApiError, unreachable } from './api-error.js';

const largestAnswer = 64 * 2 ** 20; // bytes
const shown = 100; // characters

/** Reads an answer whole; `where` it comes from is for messages. */
export async function readAnswer(response: IncomingMessage, where: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > largestAnswer) throw tooLarge(response, where);
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof ApiError ? cause : unreachable(where, 'the answer was cut off', cause);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** It would be as large the next time, so it is not asked for again. */
function tooLarge({ statusCode = 0 }: IncomingMessage, where: string): ApiError {
  return new ApiError(`The API server at ${where} answered with more than ${largestAnswer / 2 ** 20} MiB`, {
    status: statusCode,
    hint: 'Look for objects of the namespace that are extraordinarily large: kubectl get replicasets,pods -o json | wc -c',
  });
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

/** Reads JSON; what a proxy says in its own words, or a connection that ended within a line, counts as no answer. */
export function parseAnswer<T>(text: string, where: string): T {
  try {
    return JSON.parse(text) as T; // the API server keeps its types
  } catch (cause) {
    const start = text.length > shown ? `${text.slice(0, shown)}…` : text;
    throw unreachable(where, `what came is not whole, or no JSON: ${start.trim() || '(nothing)'}`, cause);
  }
}
