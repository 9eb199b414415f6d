import type { StudyPlan } from '@servo/optimizer';
import { describe, expect, test } from 'vitest';
import { planLines, type PlanLinesOptions } from './plan-lines.js';

const samplePlan: StudyPlan = {
  objective: 'minimize price',
  constraints: ['p99 < 80ms', 'error_rate < 1%'],
  settings: [
    { path: 'web.workers', present: 4, adjusted: true, min: 1, max: 8, step: 1, free: false },
    { path: 'web.gc', present: 'fast', adjusted: true, values: ['fast', 'small'], free: true },
    { path: 'web.memory', unit: 'GiB', present: 2, adjusted: false, min: 2, max: 2, step: 1, free: false },
  ],
  configurations: 16,
  prices: {
    currency: '$',
    present: 16,
    ceiling: 24,
    cheapest: { settings: { 'web.workers': 1, 'web.gc': 'fast' }, price: 4 },
    dearest: { settings: { 'web.workers': 6, 'web.gc': 'fast' }, price: 24 },
  },
  measurements: { baseline: 3, trials: 14, confirmations: 4, atMost: 21 },
  unsafe: 5,
  promote: 'never',
  notes: ['web.gc is free'],
};

function text(plan: Partial<StudyPlan> = {}, options: Partial<PlanLinesOptions> = {}): string {
  return planLines({ ...samplePlan, ...plan }, { seconds: 105, onInterrupt: 'restore', ...options }).join('\n');
}

describe('planLines()', () => {
  test('shows what may be tried, what it costs at most, how long it takes and what restores it', () => {
    expect(text()).toBe(
      `
Objective    minimize price
Constraints  p99 < 80ms, error_rate < 1%

SETTING      PRESENT  MAY BECOME            PRICE
web.workers  4        1 to 8 in steps of 1  priced
web.gc       fast     fast, small           free
web.memory   2 GiB    stays                 priced

Present price   $16.00/mo
Cheapest        $4.00/mo with workers=1 gc=fast
Most expensive  $24.00/mo with workers=6 gc=fast; nothing above $24.00/mo is tried

Of 16 configurations at most 14 are tried; exploring ends when 5 of them broke a limit or failed.
At most 21 measurements (baseline 3, trials 14, confirmations 4), about 1m45s of measuring.
At the end the running configuration is restored, and the best one recommended (promote: never).
An interrupted run is taken back: on Ctrl-C at once, after a crash by the next run or by "servo restore".
Note: web.gc is free`.trim(),
    );
  });

  test('says what stays in force where that was asked for', () => {
    expect(text({ promote: 'auto' })).toContain('At the end the best configuration stays in force (promote: auto).');
    expect(text({}, { onInterrupt: 'keep' })).toContain('An interrupted run leaves its settings in force');
  });

  test('leaves out what is not known', () => {
    const bare = text({ prices: undefined, constraints: [], notes: [] }, { seconds: undefined });
    expect(bare).toContain('Constraints  none');
    expect(bare).toContain('Nothing has a price.');
    expect(bare).toContain('confirmations 4).');
    expect(bare).not.toContain('Note:');
  });
});
