import type { StudyReport, TrialReport } from '@servo/core/wire';

/** A trial for tests. */
export function sampleTrial(
  parts: { readonly [K in keyof TrialReport]?: TrialReport[K] | undefined } = {},
): TrialReport {
  const trial = {
    number: 1,
    cause: 'search',
    why: 'cheaper',
    settings: { 'web.workers': 2 },
    price: 8,
    constraints: [{ condition: 'p99 < 80ms', metric: 'latency_99th', value: 95, limit: 80, unit: 'ms', met: false }],
    verdict: 'met',
    measurements: 1,
    finishedAt: 0,
    ...parts,
  } as const;
  return trial as TrialReport; // a part may be given as undefined, to leave it out
}

/** The end of a study for tests: from four workers to two. */
export function sampleReport(parts: Partial<StudyReport> = {}): StudyReport {
  const constraint = { condition: 'p99 < 80ms', metric: 'latency_99th', limit: 80, unit: 'ms', met: true };
  return {
    study: '1a2b3c4d',
    conclusion: 'improved',
    summary: 'A cheaper configuration keeps every limit.',
    currency: '$',
    running: sampleTrial({
      number: 0,
      settings: { 'web.workers': 4 },
      price: 16,
      constraints: [{ ...constraint, value: 20 }],
      measurements: 3,
    }),
    recommended: sampleTrial({
      number: 5,
      constraints: [{ ...constraint, value: 35, standardError: 2 }],
      measurements: 2,
    }),
    saving: 0.5,
    left: 'promoted',
    trials: [],
    storedIn: '.servo/studies.sqlite',
    ...parts,
  };
}
