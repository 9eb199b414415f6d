import { expect, test } from 'vitest';
import { bodyOf } from './answer-body.js';

const read = (status: number, text: string) => bodyOf({ text, items: [] }, { status, url: 'http://a', retryAfter: 7 });

test('bodyOf() reads what a server says', () => {
  expect(read(200, '{"status":"success","data":1}')).toEqual({ status: 'success', data: 1 });
});

test.each([
  [400, '{"status":"error","errorType":"bad_data","error":"parse error"}', 'bad_data: parse error', false],
  [200, '{"status":"error","error":"it timed out"}', 'error: it timed out', false],
  [503, '{"status":"error","errorType":"timeout","error":"too slow"}', 'timeout: too slow', true],
  [429, '{}', 'status 429', true],
  [204, '{}', 'status 204', false],
  [401, 'who\n are you?', 'status 401: who are you?', false],
  [502, '', 'status 502', true],
  [200, '<html>', 'what is no JSON: <html>', true],
  [200, '1', 'what is no JSON: 1', true],
])('bodyOf() tells the refusal %i %j', (status, text, why, retryable) => {
  const refused = expect.objectContaining({ message: `http://a answered ${why}`, status, retryable, retryAfter: 7 });
  expect(() => read(status, text)).toThrow(refused);
});
