import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerScanner, type ScannedAnswer } from './answer-scanner.js';

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
const labels = fc.dictionary(text, text);
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
      const { text: around, values } = scanned(JSON.stringify(whole, undefined, indent), lengths);
      const bare = whole.data.result.map(({ metric }, index) => ({ metric, values: index }));
      // as texts: JSON.parse of Node 24 may take a key " for \
      expect(around).toBe(JSON.stringify({ ...whole, data: { ...whole.data, result: bare } }, undefined, indent));
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
  ['{"data":{"result":[{"metric":{"values":["x"]},"values":null},{"histograms":[[1,{"values":[1]}]]}]}}'],
])('AnswerScanner leaves what has no points as it is: %s', (text) => {
  for (let length = 0; length <= text.length; length++) expect(scanned(text, [length])).toEqual({ text, values: [] });
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
