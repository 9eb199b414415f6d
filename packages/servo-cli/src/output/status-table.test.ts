import { expect, test } from 'vitest';
import { statusTable } from './status-table.js';

const now = Date.UTC(2026, 0, 1, 12);

test('statusTable() says what each servo does, for how long, and what is next', () => {
  const lines = statusTable(
    [
      {
        servo: 'shop',
        activity: 'working',
        since: now - 90_000,
        optimizer: 'the embedded optimizer',
        command: { name: 'MEASURE', uid: 'u1', detail: 'p99', startedAt: now, percent: 24.6, message: 'warming up' },
      },
      {
        servo: 'search',
        activity: 'retrying',
        since: now - 400,
        until: now + 30_000,
        reason: 'no route',
        lastError: { at: now - 3_000, message: 'no route' },
      },
      { servo: 'ads', activity: 'paused', since: now },
    ],
    now,
  );
  expect(lines).toEqual([
    'SERVO   STATE     FOR    DOING                        LAST ERROR',
    'shop    working   1m30s  MEASURE 25 % warming up p99  -',
    'search  retrying  0s     next in 30s                  no route (3s ago)',
    'ads     paused    0s     -                            -',
  ]);
});

test('statusTable() cuts what is long, and errors to their first line', () => {
  const lastError = { at: now, message: `${'x'.repeat(100)}\n  at main.js` };
  const command = { name: 'MEASURE' as const, uid: 'u1', detail: 'metric '.repeat(20), startedAt: now, percent: 5 };
  const [, line = ''] = statusTable([{ servo: 'shop', activity: 'working', since: now, command, lastError }], now);
  expect(line).toContain('MEASURE 5 % metric');
  expect(line).toMatch(/x…\s\(0s ago\)$/);
  expect(line.length).toBeLessThan(200);
});
