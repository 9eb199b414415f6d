import { expect, test } from 'vitest';
import { sampleJob } from '../test/sample-job.js';
import { sampleResults } from '../test/sample-result.js';
import { AttackTally } from './attack-tally.js';
import { failureWarning } from './failure-warning.js';

const job = sampleJob();
const failed = { code: 503, error: '503 Service Unavailable' };

function warningOf(change: (seq: number) => object): string | undefined {
  const tally = new AttackTally(job);
  for (const result of sampleResults(100, change)) tally.add(result, job.plan.main);
  return failureWarning(tally, 'GET http://a/');
}

test('failureWarning() says nothing of a load of which half succeeded', () => {
  expect(warningOf(() => ({}))).toBeUndefined();
  expect(warningOf((seq) => (seq < 50 ? failed : {}))).toBeUndefined();
});

test('failureWarning() says how many failed, and by what', () => {
  expect(warningOf((seq) => (seq < 51 ? failed : {}))).toBe(
    '51 of 100 requests to GET http://a/ failed, most often by: 503 Service Unavailable',
  );
  expect(warningOf(() => failed)).toBe('None of 100 requests to GET http://a/ succeeded: 503 Service Unavailable');
  expect(warningOf(() => ({ code: 0, error: 'EOF' }))).toBe('GET http://a/ answered none of 100 requests: EOF');
});
