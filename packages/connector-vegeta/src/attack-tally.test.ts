import { expect, test } from 'vitest';
import { sampleJob } from '../test/sample-job.js';
import { sampleResult } from '../test/sample-result.js';
import { AttackTally } from './attack-tally.js';

const refused = { code: 0, error: 'Get "http://a/": dial tcp 127.0.0.1:1: connect: connection refused' };

function tallyOf(...results: readonly ReturnType<typeof sampleResult>[]): AttackTally {
  const { plan } = sampleJob();
  const tally = new AttackTally(plan);
  for (const result of results) tally.add(result, plan.main);
  return tally;
}

test('AttackTally takes a target for refusing when no connection came about and none is awaited', () => {
  expect(tallyOf().isRefused).toBe(false);
  expect(tallyOf(sampleResult(0, refused), sampleResult(1, refused)).isRefused).toBe(true);
  expect(tallyOf(sampleResult(0, refused), sampleResult(2, refused)).isRefused).toBe(false);
  expect(tallyOf(sampleResult(0, refused), sampleResult(1)).isRefused).toBe(false);
});

test.each([
  'EOF',
  'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  'read tcp 127.0.0.1:80: reset',
  'Get "http://shop/tls/dial": EOF',
  'Get "http://shop/\\"x509": net/http: HTTP/1.x transport connection broken: malformed HTTP response "no tls \\"here"',
])('AttackTally takes a target for reached that failed with %s', (error) => {
  expect(tallyOf(sampleResult(0, { code: 0, error })).reached).toBe(true);
});

test.each([
  'Get "https://shop/": tls: failed to verify certificate: x509: certificate is valid for a, not shop',
  'Get "http://shop/": dial tcp: lookup shop on 127.0.0.53:53: no such host',
  'Post "http://shop/": proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused',
])('AttackTally takes a target for refusing that failed with %s', (error) => {
  expect(tallyOf(sampleResult(0, { code: 0, error })).isRefused).toBe(true);
});

test('AttackTally counts the errors of the window only', () => {
  const { plan } = sampleJob({}, { warmup: '1s' });
  const tally = new AttackTally(plan);
  for (let seq = 0; seq < 300; seq += 1)
    tally.add(sampleResult(seq, seq < 100 ? { code: 500, error: '500' } : {}), plan.main);
  expect([tally.errors.codes, tally.errors.errors, tally.total().requests]).toEqual([{ 200: 200 }, [], 200]);
});

test('AttackTally learns from a ramp whether the target is reached, and nothing else', () => {
  const { plan } = sampleJob({ ramp: [10] }, { warmup: '2s' });
  const [lead = plan.main] = plan.ramp;
  const tally = new AttackTally(plan);
  tally.add(sampleResult(0, refused), lead);
  expect(tally.isRefused).toBe(true);
  tally.add(sampleResult(1), lead);
  expect([tally.isRefused, tally.reached, tally.total().requests, tally.errors.codes]).toEqual([false, true, 0, {}]);
});
