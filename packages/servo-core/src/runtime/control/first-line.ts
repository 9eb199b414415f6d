import type { Socket } from 'node:net';
import { ServoError } from '../../errors/servo-error.js';

// In characters: the status of thousands of servos.
const longest = 16 * 2 ** 20;

/** Reads the first line of what a socket brings; the socket stays open. Rejects when it ends or says too much before. */
export async function firstLine(socket: Socket): Promise<string> {
  let text = '';
  const chunks: AsyncIterable<string> = socket.setEncoding('utf8').iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    text += chunk;
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
    if (text.length > longest) break;
  }
  throw new ServoError(
    'CONTROL_REQUEST_INVALID',
    `Expected one line of JSON, got ${text.length} characters without an end`,
  );
}
