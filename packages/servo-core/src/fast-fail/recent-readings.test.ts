import { expect, test } from 'vitest';
import { dataPoint } from '../model/data-point.js';
import { metric } from '../model/metric.js';
import { timeSeries } from '../model/time-series.js';
import { RecentReadings } from './recent-readings.js';

const latency = metric('latency', 'ms');

test('RecentReadings.sample() returns what was measured in the stretch, of series their points in it', () => {
  const recent = new RecentReadings();
  const inside = dataPoint(latency, 200, 2);
  for (const reading of [dataPoint(latency, 99, 1), inside, dataPoint(latency, 301, 3)]) recent.add(reading);
  recent.add(
    timeSeries(
      latency,
      [
        [99, 1],
        [100, 2],
        [300, 3],
        [301, 4],
      ],
      { id: 'pod' },
    ),
  );
  recent.add(timeSeries(latency, [[1, 1]]));
  const { sample } = recent;
  expect(sample({ from: 100, to: 300 })).toEqual([
    inside,
    timeSeries(
      latency,
      [
        [100, 2],
        [300, 3],
      ],
      { id: 'pod' },
    ),
  ]);
});

test('RecentReadings.sample() keeps what comes after the stretch, and forgets what was before it', () => {
  const recent = new RecentReadings();
  const [first, second] = [dataPoint(latency, 100, 1), dataPoint(latency, 200, 2)];
  recent.add(first);
  recent.add(second);
  expect(recent.sample({ from: 100, to: 150 })).toEqual([first]);
  expect(recent.sample({ from: 150, to: 250 })).toEqual([second]);
  expect(recent.sample({ from: 0, to: 250 })).toEqual([second]);
});
