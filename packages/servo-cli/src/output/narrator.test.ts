import type { ServoEvent } from '@servo/core/runtime';
import { describe, expect, test } from 'vitest';
import { sampleReport, sampleTrial } from '../../test/support/sample-study.js';
import { recordingTerminal } from '../../test/support/recording-terminal.js';
import { narrator } from './narrator.js';

const trialStarted = {
  type: 'study',
  servo: 'web',
  event: { type: 'trial-started', number: 3, of: 8, cause: 'search', why: 'cheaper', settings: { 'web.workers': 2 } },
} as const satisfies ServoEvent;
const measuring = {
  type: 'progress',
  servo: 'web',
  command: 'MEASURE',
  percent: 50,
  message: 'at 60 requests/s',
} as const;

function told(events: readonly ServoEvent[], { interactive = false, named = false, quiet = false } = {}) {
  const terminal = recordingTerminal({ interactive, quiet });
  const tell = narrator({ terminal, named });
  for (const event of events) tell(event);
  return terminal;
}

describe('narrator()', () => {
  test('shows on a terminal what is being done and how far it is, in a line that is replaced', () => {
    const { lines, statuses } = told([trialStarted, measuring], { interactive: true });
    expect(lines).toEqual([]);
    expect(statuses).toEqual(['trial 3 of 8 · measuring [██████████··········] 50 % at 60 requests/s']);
  });

  test('tells the result alone where it is to be quiet', () => {
    const report = sampleReport();
    const finished = {
      type: 'study',
      servo: 'web',
      event: { type: 'study-finished', report, earlier: false },
    } as const;
    const { lines } = told([trialStarted, measuring, finished], { quiet: true });
    expect(lines).toEqual(told([finished]).lines);
  });

  test('says elsewhere in a line of its own what is tried', () => {
    expect(told([trialStarted, measuring]).lines).toEqual(['trial 3 of 8: workers=2']);
  });

  test('tells of a failed command only outside of a study, which tells of its own', () => {
    const failed = {
      type: 'command-finished',
      servo: 'web',
      command: 'MEASURE',
      status: 'failed',
      message: 'no data',
      elapsed: 1,
    } as const;
    expect(told([failed]).lines).toEqual(['MEASURE failed: no data']);
    expect(told([trialStarted, failed]).lines).toEqual(['trial 3 of 8: workers=2']);
  });

  test('puts the name of the servo before each line where there are several', () => {
    expect(told([{ type: 'connected', servo: 'web', optimizer: 'acme/web' }], { named: true }).lines).toEqual([
      'web: Connected to acme/web',
    ]);
  });

  test('says what is restored and why, and that the optimizer does not answer', () => {
    const settings = { 'web.workers': 4 };
    const { lines, notes } = told([
      { type: 'retrying', servo: 'web', milliseconds: 1500, message: 'The optimizer answered 503' },
      { type: 'restoring', servo: 'web', settings, why: 'the run was ended (SIGINT)' },
      { type: 'restored', servo: 'web', settings, why: '' },
    ]);
    expect(notes).toEqual(['The optimizer answered 503; trying again in 2s']);
    expect(lines).toEqual(['Restoring web.workers=4: the run was ended (SIGINT)', 'Restored web.workers=4']);
  });

  test('says once what to do about an optimizer that cannot be asked', () => {
    const retrying = { type: 'retrying', servo: 'web', milliseconds: 1000, hint: 'Check the token.' } as const;
    const { notes } = told([
      { ...retrying, message: 'It answered 401' },
      { ...retrying, message: 'It answered 403' },
    ]);
    expect(notes).toEqual([
      'It answered 401; trying again in 1s',
      '  Check the token.',
      'It answered 403; trying again in 1s',
    ]);
  });

  test('ends with the summary, and says when the study was finished before', () => {
    const finished = {
      type: 'study',
      servo: 'web',
      event: { type: 'study-finished', report: sampleReport(), earlier: true },
    } as const;
    const { lines } = told([finished]);
    expect(lines[0]).toBe('Study 1a2b3c4d is finished; --new-study begins another');
    expect(lines).toContain('  Saving: 50 % ($8.00/mo)');
  });

  test('writes a line for each trial', () => {
    const trial = {
      type: 'study',
      servo: 'web',
      event: { type: 'trial-finished', trial: sampleTrial(), currency: '€' },
    } as const;
    expect(told([trial]).lines).toEqual([expect.stringContaining('€8.00/mo')]);
  });
});
