import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerScanner, itemLists, type ScannedAnswer } from './answer-scanner.js';

/** Scans a text that comes in parts of these lengths, and a last one of what is left. */
function scanned(text: string, lengths: readonly number[] = []): ScannedAnswer {
  const scanner = new AnswerScanner();
  let rest = Buffer.from(text);
  for (const length of lengths) {
    scanner.write(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  scanner.write(rest);
  return scanner.end();
}

const sample = fc.tuple(
  fc.integer({ min: 0, max: 4_102_444_800_000 }).map((time) => time / 1_000),
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('NaN', '+Inf', '-Inf', '1e-9'),
  ),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"values":[', 'values', '\\', '"', ']', '\\"values\\":[[1,"2"]]', '🜁'),
);
// JSON.parse of Node 24 may take a key " for \ in objects of a shape that it has seen
const label = text.filter((name) => name !== '"' && name !== '\\');
const labels = fc.dictionary(label, text);
const series = fc.record({ metric: labels, values: fc.array(sample) });
const answer = fc.record({
  status: fc.constant('success'),
  stats: fc.record({ values: fc.array(fc.nat()), data: fc.record({ values: fc.array(text) }) }),
  warnings: fc.array(text),
  data: fc.record({ resultType: fc.constant('matrix'), result: fc.array(series, { maxLength: 5 }) }),
});

test('AnswerScanner reads the same as JSON.parse, wherever the bytes are cut', () => {
  const numberOf = (value: string): number => Number(value.replace('Inf', 'Infinity'));
  const blank = fc.constantFrom(undefined, 1, '\t');
  const parts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(answer, blank, parts, (whole, indent, lengths) => {
      const { text: around, items, values } = scanned(JSON.stringify(whole, undefined, indent), lengths);
      const { result } = whole.data;
      const bare = { ...whole, data: { ...whole.data, result: result.map((_, index) => index) } };
      expect(around).toBe(JSON.stringify(bare, undefined, indent));
      expect(items).toEqual(result.map(({ metric }, index) => ({ metric, values: index })));
      const points = whole.data.result.map((each) =>
        each.values.map(([time, value]) => [Math.round(time * 1_000), numberOf(value)]),
      );
      expect(values).toEqual(points);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['{"status":"error","errorType":"bad_data","error":"\\"values\\":[x"}'],
  ['<html>"values": [1]</html>'],
  [''],
  ['{"a":"values","values":"x","b":{"values":{}}}'],
  ['{"values":[1],"stats":{"result":[{"values":[1]}]},"data":{"values":[2],"more":[{"values":[3]}]}}'],
  ['{"data":{"result":[1435781451.781,"{\\"a\\":1}"]},"stats":{"result":[{"a":1}]}}'],
  ['{"data":{"result":[{"metric":{}},{"metric":'],
  ['{"data":{"result":[{"metric":{},}]}}'],
])('AnswerScanner leaves what has no items as it is: %s', (text) => {
  for (let length = 0; length <= text.length; length++) {
    const { text: around, items, values } = scanned(text, [length]);
    expect(around.replace('[0,', '[{"metric":{}},')).toBe(text);
    expect(items.length).toBeLessThan(2);
    expect(values).toEqual([]);
  }
});

test.each([
  { metric: { values: ['x'] }, values: null },
  { histograms: [[1, { values: [1] }]] },
  { metric: {}, value: [1, '2'] },
])('AnswerScanner reads an item without a list of points by itself: %j', (item) => {
  for (const list of itemLists) {
    const text = `{"data":{"${list}":[ ${JSON.stringify(item)} , ${JSON.stringify(item)} ]}}`;
    for (let length = 0; length <= text.length; length++)
      expect(scanned(text, [length])).toEqual({
        text: `{"data":{"${list}":[ 0 , 1 ]}}`,
        items: [item, item],
        values: [],
      });
  }
});

test.each([
  '[1 "2"]',
  '[[1],[2]]',
  '["x","1"]',
  '[1,]',
  '1',
  'null',
  '[1,2]',
  '[1,""]',
  '[1,"x"]',
  '[1,"2",3]',
  '[1,"2"',
  '[1,"2"][3,"4"]',
  '[1,"2"],,[3,"4"]',
  '[1,"2"],',
  ',',
  ',[1,"2"]',
  '[1e999,"2"]',
  `[1,"${'2'.repeat(2_000)}`,
])('AnswerScanner refuses points like %s, wherever they are cut', (points) => {
  const whole = `{"data":{"result":[{"values":[${points}]}]}}`;
  for (let length = 0; length <= Math.min(whole.length, 80); length++) {
    const outcome = (): unknown => JSON.parse(scanned(whole, [length]).text);
    expect(outcome).toThrow(/The answer has .* where \[time, "value"\] was expected|JSON/);
  }
});

test('AnswerScanner keeps no more of an answer than a text', () => {
  const scanner = new AnswerScanner();
  const endless = (): void => {
    for (let count = 0; count < 20; count++)
      scanner.write(Buffer.from(`${count === 0 ? '"' : ''}${'a'.repeat(100_000)}`));
  };
  expect(endless).toThrow('more than 1 MiB');
});
