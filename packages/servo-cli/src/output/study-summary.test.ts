import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../test/support/sample-study.js';
import { paint } from './paint.js';
import { studySummary } from './study-summary.js';

const text = (parts = {}): string => studySummary(sampleReport(parts), { paint: paint(false) }).join('\n');

describe('studySummary()', () => {
  test('puts the running and the recommended configuration side by side, with the saving and the evidence', () => {
    expect(text()).toBe(
      [
        '',
        'A cheaper configuration keeps every limit.',
        '',
        '               RUNNING    RECOMMENDED',
        '  web.workers  4          2',
        '  price        $16.00/mo  $8.00/mo',
        '  p99 < 80ms   p99 20 ms  p99 35 ±2 ms',
        '',
        '  Saving: 50 % ($8.00/mo)',
        '  Evidence: recommended measured twice, running 3 times',
        '  The recommended configuration is kept.',
        '  Results: .servo/studies.sqlite (study 1a2b3c4d)',
      ].join('\n'),
    );
  });

  test('shows the running configuration alone when nothing better was found', () => {
    const lines = text({ recommended: undefined, saving: undefined, left: 'restored', conclusion: 'present-is-best' });
    expect(lines).not.toContain('RECOMMENDED');
    expect(lines).not.toContain('Saving');
    expect(lines).toContain('The running configuration was restored.');
  });
});
