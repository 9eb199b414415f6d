import { expect, test } from 'vitest';
import { RecentLogs } from './recent-logs.js';

const line = (fields: object): string =>
  `${JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00Z', ...fields })}\n`;

test('RecentLogs.of() answers what is about a servo and what is about none, in order', () => {
  const logs = new RecentLogs();
  logs.write(line({ msg: 'begins' }));
  logs.write(line({ servo: 'a', msg: 'mine' }));
  logs.write(line({ servo: 'b', msg: 'not mine' }));
  expect(logs.of('a')).toEqual([
    { time: '2026-01-01T00:00:00Z', text: '{"level":"info","msg":"begins"}' },
    { time: '2026-01-01T00:00:00Z', text: '{"level":"info","msg":"mine"}' },
  ]);
});

test('RecentLogs keeps the last mebibyte', () => {
  const logs = new RecentLogs();
  for (let number = 0; number < 3_000; number++) logs.write(line({ msg: `${number} ${'x'.repeat(1_000)}` }));
  const kept = logs.of('a');
  expect(kept.length).toBeLessThan(1_024);
  expect(kept.at(-1)?.text).toContain('"msg":"2999 ');
});

test('RecentLogs takes a line that is no JSON as it is', () => {
  const logs = new RecentLogs();
  logs.write('panic\n');
  expect(logs.of('a')).toEqual([{ time: '', text: '{"msg":"panic"}' }]);
});
