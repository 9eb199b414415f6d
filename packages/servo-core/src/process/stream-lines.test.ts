import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { streamLines, type StreamLinesOptions } from './stream-lines.js';

function linesOf(chunks: readonly (string | Buffer)[], options?: StreamLinesOptions): Promise<string[]> {
  return all(streamLines(Readable.from(chunks, { objectMode: true }), options));
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const taken: string[] = [];
  for await (const line of lines) taken.push(line);
  return taken;
}

test('streamLines() joins chunks and cuts at line breaks', async () => {
  expect(await linesOf(['a', 'b\nc', '\r\n\nd'])).toEqual(['ab', 'c', '', 'd']);
});

test('streamLines() gives no line after the last line break', async () => {
  expect(await linesOf(['a\n'])).toEqual(['a']);
  expect(await linesOf([])).toEqual([]);
});

test('streamLines() keeps a character whole that two chunks share', async () => {
  const bytes = Buffer.from('é\n');
  expect(await linesOf([bytes.subarray(0, 1), bytes.subarray(1)])).toEqual(['é']);
});

test('streamLines() cuts a line that is too long', async () => {
  expect(await linesOf(['abcdefg\nh'], { maxLength: 3 })).toEqual(['abc', 'def', 'g', 'h']);
  expect(await linesOf(['abcdefg'], { maxLength: 3 })).toEqual(['abc', 'def', 'g']);
});

test('streamLines() ends with the reason of its signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const reading = all(streamLines(new Readable({ read() {} }), { signal: controller.signal }));
  controller.abort(reason);
  await expect(reading).rejects.toBe(reason);
});

test('streamLines() passes the failure of its source on', async () => {
  const source = new Readable({ read() {} });
  const reading = all(streamLines(source));
  const failure = new Error('torn');
  source.destroy(failure);
  await expect(reading).rejects.toBe(failure);
});
