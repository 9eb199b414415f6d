import { expect, test } from 'vitest';
import { columns } from './columns.js';

const rows = [
  ['POOL', 'HEALTH', 'URL', 'ERROR'],
  ['shop', 'up', 'http://127.0.0.1:9100/metrics', '-'],
  ['payment', 'down', 'http://10.0.0.1/', 'connection refused'],
];

test('columns() lays rows out in lines, however long, where nothing narrow shows them', () => {
  const lines = [
    'POOL     HEALTH  URL                            ERROR',
    'shop     up      http://127.0.0.1:9100/metrics  -',
    'payment  down    http://10.0.0.1/               connection refused',
  ];
  expect(columns(rows)).toEqual(lines);
  expect(columns(rows, 120)).toEqual(lines);
  expect(columns(rows, 66)).toEqual(lines);
  expect(columns([])).toEqual([]);
});

test('columns() continues rows on a narrow terminal before the same column', () => {
  expect(columns(rows, 50)).toEqual([
    'POOL     HEALTH  URL',
    '  ERROR',
    'shop     up      http://127.0.0.1:9100/metrics',
    '  -',
    'payment  down    http://10.0.0.1/',
    '  connection refused',
  ]);
});
