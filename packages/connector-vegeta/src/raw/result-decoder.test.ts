import { expect, test } from 'vitest';
import { description, gobResult, message } from '../../test/gob-results.js';
import { sampleResult } from '../../test/sample-result.js';
import type { AttackResult } from './attack-result.js';
import { ResultDecoder } from './result-decoder.js';

const results: readonly AttackResult[] = [
  sampleResult(0),
  sampleResult(1, { code: 0, bytesIn: 0, latency: 2 ** 40, error: 'Get "http://a/": dial tcp: no such host – ü' }),
  sampleResult(300, { code: 503, bytesOut: 70_000, bytesIn: 2 ** 33, sentAt: 1_795_457_785.25 * 1_000 }),
];

function decode(chunks: readonly Buffer[]): readonly AttackResult[] {
  const found: AttackResult[] = [];
  const decoder = new ResultDecoder((result) => void found.push(result));
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return found;
}

test('ResultDecoder reads what vegeta writes', () => {
  expect(decode([description, ...results.map((result) => gobResult(result, 'the body'))])).toEqual(results);
});

test.each([1, 2, 7, 64, 1_000])('ResultDecoder reads chunks of %d bytes', (size) => {
  const all = Buffer.concat([description, ...results.map((result) => gobResult(result, 'x'.repeat(300)))]);
  const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
  expect(decode(chunks)).toEqual(results);
});

test('ResultDecoder passes over bodies of any size', () => {
  const all = Buffer.concat([description, ...results.map((result) => gobResult(result, 'x'.repeat(1_000_000)))]);
  const chunks = Array.from({ length: Math.ceil(all.length / 65_536) }, (_, index) =>
    all.subarray(index * 65_536, (index + 1) * 65_536),
  );
  expect(decode(chunks)).toEqual(results);
});

test('ResultDecoder finds nothing in the output of an attack without requests', () => {
  expect(decode([])).toEqual([]);
});

test.each<[what: string, chunks: readonly Buffer[]]>([
  ['text', [Buffer.from('{"requests": 1}\n'.repeat(20))]],
  ['a length that is none', [Buffer.alloc(20, 0x80)]],
  ['results that nothing describes', [gobResult(sampleResult(1))]],
  ['results that are described otherwise', [renamed('Latency', 'latency'), gobResult(sampleResult(1))]],
  ['a result that ends in its middle', [description, gobResult(sampleResult(1)).subarray(0, -3)]],
  ['a body that ends in its middle', [description, gobResult(sampleResult(1), 'x'.repeat(99_999)).subarray(0, 70_000)]],
  ['a result without a time', [description, message(Buffer.from([0xff, 0x80, 2, 5, 0]))]],
])('ResultDecoder refuses %s', (_, chunks) => {
  expect(() => decode(chunks)).toThrow(
    expect.objectContaining({ code: 'MEASUREMENT_FAILED', reason: 'results-unreadable' }),
  );
});

function renamed(from: string, to: string): Buffer {
  return Buffer.from(description.toString('latin1').replace(from, to), 'latin1');
}
