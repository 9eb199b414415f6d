import { expect, test } from 'vitest';
import { bodyOf } from './answer-body.js';
import { AnswerScanner } from './answer-scanner.js';
import { queryAnswer } from './query-answer.js';

const answer = (resultType: string, result: unknown, more: object = {}) => {
  const scanner = new AnswerScanner();
  scanner.write(Buffer.from(JSON.stringify({ status: 'success', data: { resultType, result }, ...more })));
  const scanned = scanner.end();
  const body = bodyOf(scanned, { status: 200, url: 'http://prometheus', retryAfter: undefined });
  return queryAnswer(body, scanned.values);
};

test('queryAnswer() reads matrices, vectors and scalars', () => {
  const metric = { __name__: 'up', job: 'shop' };
  expect(
    answer('matrix', [
      {
        metric,
        values: [
          [1_607_989_427.782, '19.8'],
          [1_607_989_442.782, '+Inf'],
        ],
      },
    ]),
  ).toEqual({
    series: [
      {
        labels: metric,
        points: [
          [1_607_989_427_782, 19.8],
          [1_607_989_442_782, Infinity],
        ],
      },
    ],
    warnings: [],
  });
  expect(answer('vector', [{ metric: {}, value: [1, 'NaN'] }]).series).toEqual([
    { labels: {}, points: [[1_000, Number.NaN]] },
  ]);
  expect(answer('scalar', [1, '-Inf']).series).toEqual([{ labels: {}, points: [[1_000, -Infinity]] }]);
});

// as Thanos, Mimir and Prometheus 3 document them
test.for([
  [
    { warnings: ['receive series from Addr: sidecar-1: connection refused'] },
    ['receive series from Addr: sidecar-1: connection refused'],
  ],
  [
    { warnings: ['a'], infos: ['PromQL info: metric might not be a counter'] },
    ['a', 'PromQL info: metric might not be a counter'],
  ],
] as const)('queryAnswer() hands over what the server says: %j', ([more, warnings]) => {
  expect(answer('vector', [], more).warnings).toEqual(warnings);
});

// as VictoriaMetrics adds them
test('queryAnswer() says that an answer is partial, and needs not know what else is in it', () => {
  const more = { isPartial: true, stats: { seriesFetched: '2', executionTimeMsec: 1 } };
  expect(answer('vector', [{ metric: {}, value: [1, '2'] }], more)).toMatchObject({
    series: [{}],
    warnings: [expect.stringContaining('partial')],
  });
});

test('queryAnswer() refuses what are no numbers', () => {
  expect(() => answer('string', [1, 'x'])).toThrow('expected numbers');
  expect(() => answer('matrix', [{ metric: {}, histograms: [] }])).toThrow('native histograms');
  expect(() => queryAnswer({})).toThrow('expected numbers');
});

test('queryAnswer() gives no series the points of another', () => {
  const values = [[1, '2']];
  const { series } = answer('matrix', [
    { metric: { a: '1' }, values },
    { metric: { a: '2' }, values: null },
  ]);
  expect(series.map(({ points }) => points)).toEqual([[[1_000, 2]], []]);
});

test.each([
  ['matrix', [null], 'null where a series'],
  ['matrix', [{ values: 'x' }], '"x" where the points'],
  ['matrix', [{ values: 7 }], '7 where the points'],
  ['vector', [{ value: 5 }], '5 where [time, "value"]'],
  ['vector', [{ value: ['a'] }], '["a"] where [time, "value"]'],
  ['vector', [{ value: [1, 'x'] }], '[1,"x"] where [time, "value"]'],
  ['scalar', [1], '[1] where [time, "value"]'],
])('queryAnswer() says what came instead in a %s: %j', (type, result, message) => {
  expect(() => answer(type, result)).toThrow(`The answer has ${message}`);
});
