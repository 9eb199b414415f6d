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
    'shop    working   1m30s  MEASURE p99 25 % warming up  -',
    'search  retrying  0s     no route; next in 30s        no route (3s ago)',
    'ads     paused    0s     -                            -',
  ]);
});
