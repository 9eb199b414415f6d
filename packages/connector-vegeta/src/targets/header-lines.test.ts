import { expect, test } from 'vitest';
import { parseHeaderLines } from './header-lines.js';

test('parseHeaderLines() reads headers, and leaves comments and empty lines', () => {
  expect(parseHeaderLines('# who\nAuthorization: Bearer a:b\n\nX-Kind:c\r\n')).toEqual([
    ['Authorization', 'Bearer a:b'],
    ['X-Kind', 'c'],
  ]);
});

test.each(['A: 1\nhunter2', 'A: 1\nhunter2:', 'A: 1\nA B: hunter2'])('parseHeaderLines() refuses %j', (text) => {
  expect(() => parseHeaderLines(text)).toThrow('line 2: expected a header');
  expect(() => parseHeaderLines(text)).not.toThrow('hunter2');
});
