import { describe, expect, test } from 'vitest';
import { sampleTrial } from '../../test/support/sample-study.js';
import { paint } from './paint.js';
import { formatConstraint, formatSettings, trialLine } from './trial-line.js';

describe('formatSettings()', () => {
  test('leaves the component out where there is only one', () => {
    expect(formatSettings({ 'web.workers': 2, 'web.cache': 500 })).toBe('workers=2 cache=500');
    expect(formatSettings({ 'web.cpu': 1, 'db.cpu': 2 })).toBe('web.cpu=1 db.cpu=2');
  });
});

describe('formatConstraint()', () => {
  test('shows value, error, unit and limit', () => {
    const constraint = {
      condition: 'p99 < 80ms',
      metric: 'latency_99th',
      value: 12.345,
      standardError: 0.812,
      limit: 80,
      unit: 'ms',
      met: true,
    };
    expect(formatConstraint(constraint)).toBe('p99 12.3 ±0.812 ms (< 80ms)');
  });

  test('says when there is no value', () => {
    expect(formatConstraint({ condition: 'p99 < 80ms', metric: 'latency_99th', unit: 'ms', met: false })).toBe(
      'p99 unknown (p99 < 80ms)',
    );
  });
});

describe('trialLine()', () => {
  test('says in one line what was tried, what it costs, how it came out, and why it was tried', () => {
    const line = trialLine(sampleTrial({ number: 3, verdict: 'violated', why: 'halves the price' }), {
      currency: '$',
      paint: paint(false),
    });
    expect(line).toBe('#3  ✗ violated  workers=2  $8.00/mo  p99 95 ms (< 80ms)  halves the price');
  });

  test('shows the objective where no price is known, and the reason of a failure', () => {
    const objective = { metric: 'throughput', unit: 'rpm', mean: 3600 };
    const trial = sampleTrial({
      price: undefined,
      objective,
      verdict: 'failed',
      reason: 'start-failed',
      constraints: [],
    });
    expect(trialLine(trial, { currency: '$', paint: paint(false) })).toContain('throughput 3600 rpm  start-failed');
  });

  test('keeps a failure to one line: what happened, and the last line of the output', () => {
    const reason =
      'start-failed: "web" ended with exit code 1 before it was ready; its last lines were:\n  at main.js:1\n  out of memory';
    const constraint = { condition: 'p99 < 80ms', metric: 'latency_99th', unit: 'ms', met: false };
    const line = trialLine(sampleTrial({ verdict: 'failed', reason, constraints: [constraint] }), {
      currency: '$',
      paint: paint(false),
    });
    expect(line).toBe(
      '#1  ✗ failed    workers=2  $8.00/mo  start-failed: "web" ended with exit code 1 before it was ready: out of memory  cheaper',
    );
  });

  test('names the error of a program that is out of memory, and none of the addresses behind it', () => {
    const output = ['<--- Last few GCs --->', 'FATAL ERROR: Reached heap limit', ' 1: 0x7: 0xefb543 [/usr/bin/node]'];
    const reason = `start-failed: it ended; its last lines were:\n  ${output.join('\n  ')}`;
    const line = trialLine(sampleTrial({ reason }), { currency: '$', paint: paint(false) });
    expect(line).toContain('start-failed: it ended: FATAL ERROR: Reached heap limit');
  });
});
