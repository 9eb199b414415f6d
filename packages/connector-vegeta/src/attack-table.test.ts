import { expect, test } from 'vitest';
import { AttackTable } from './attack-table.js';

const values = {
  throughput: 6_000,
  error_rate: 0.5,
  latency_mean: 12.3,
  latency_50th: 10,
  latency_95th: 20,
  latency_99th: 30,
  latency_max: 40,
};
const title = 'GET http://127.0.0.1:8123/a/rather/long/path at 6000/1m';

function lines(room: number): readonly string[] {
  return new AttackTable(room).add({ stage: 'loading', elapsed: 3_000, values }, title);
}

test('AttackTable shows all of its columns where there is room', () => {
  expect(lines(79)).toEqual([
    `loading: ${title}, 3 s`,
    '  seconds       rpm  errors %   mean ms       p50       p95       p99       max',
    '        3      6000      0.50     12.30     10.00     20.00     30.00     40.00',
  ]);
});

test('AttackTable shows what matters most on a narrow terminal, and the time', () => {
  expect(lines(39)).toEqual([
    'loading: GET http://127.0.0.1:812…, 3 s',
    '  seconds       rpm  errors %       p99',
    '        3      6000      0.50     30.00',
  ]);
});

test.each([20, 39, 40, 60, 79, 80])('AttackTable never has a line of more than %d characters', (room) => {
  expect(lines(room).filter((text) => text.length > room)).toEqual([]);
});

test('AttackTable keeps the latest ten rows', () => {
  const table = new AttackTable(79);
  for (let second = 1; second < 15; second += 1)
    table.add({ stage: 'loading', elapsed: second * 1_000, values }, title);
  const shown = table.add({ stage: 'waiting for the last answers', elapsed: 15_000, values: {} }, title);
  expect(shown).toHaveLength(12);
  expect(shown.at(-1)).toMatch(/^ +14 /);
});
