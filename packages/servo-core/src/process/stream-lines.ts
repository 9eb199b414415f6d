import { addAbortSignal, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** How a stream is read. */
export interface StreamLinesOptions {
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Characters after which a line is cut, so that output without line breaks cannot fill the memory.
   * @default 65_536
   */
  readonly maxLength?: number;
}

/**
 * Reads a stream of UTF-8 text line by line, without the line breaks (`\n` or `\r\n`). The source waits for the reader.
 *
 * @example
 * for await (const line of streamLines(response)) logger.debug(line);
 */
export async function* streamLines(
  readable: Readable,
  { signal, maxLength = 65_536 }: StreamLinesOptions = {},
): AsyncGenerator<string, void, void> {
  signal?.throwIfAborted();
  if (signal) addAbortSignal(signal, readable);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of readable) {
      const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield* pieces(line, maxLength);
      while (rest.length > maxLength) {
        yield rest.slice(0, maxLength);
        rest = rest.slice(maxLength);
      }
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : error; // the stream wraps the reason in an error of its own
  }
  rest += decoder.end();
  if (rest !== '') yield* pieces(rest, maxLength);
}

function* pieces(line: string, maxLength: number): Generator<string, void, void> {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  for (let from = 0; from === 0 || from < text.length; from += maxLength) yield text.slice(from, from + maxLength);
}
