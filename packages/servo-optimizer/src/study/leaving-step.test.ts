import type { Settings } from '@servo/core/wire';
import { expect, test } from 'vitest';
import { studyConfig } from '../../test/study.js';
import { describeTarget } from '../../test/synthetic-target.js';
import { Evidence } from './evidence.js';
import { leavingStep } from './leaving-step.js';
import { StudyDefinition } from './study-definition.js';
import type { StudyState } from './study-state.js';

const running = { 'web.cpu': 3, 'web.mem': 4 };
const best = { 'web.cpu': 2, 'web.mem': 1 };

interface Situation {
  readonly promote: 'never' | 'ask' | 'auto';
  readonly state?: Partial<StudyState>;
  readonly inForce?: Settings;
  readonly promoted?: boolean;
  readonly canAsk?: boolean;
}

function step({
  promote,
  state = {},
  inForce,
  promoted = false,
  canAsk = true,
}: Situation): ReturnType<typeof leavingStep> {
  const config = studyConfig({ promote });
  const definition = new StudyDefinition({ config, servo: 'web', description: describeTarget(running) });
  const { identity } = definition;
  const attempt = { cause: 'search', why: '', outcome: { kind: 'failed', reason: '' }, finishedAt: 0 } as const;
  const evidence = new Evidence(definition, {
    begun: { type: 'study-begun', servo: 'web', identity, running, fixed: {}, at: 0 },
    attempts: [
      { ...attempt, trial: 0, settings: running },
      { ...attempt, trial: 1, settings: best },
    ],
    conclusion: { type: 'study-concluded', conclusion: 'improved', summary: '', recommended: 1, at: 0 },
    ...state,
  });
  return leavingStep(evidence, { inForce, promoted, canAsk });
}

const restore = { do: 'leave', leaving: 'restored', settings: running };
const promote = { do: 'leave', leaving: 'promoted', settings: best };
const nothing: Partial<StudyState> = {
  conclusion: { type: 'study-concluded', conclusion: 'present-is-best', summary: '', at: 0 },
};

test.each<[string, Situation, object]>([
  ['restores', { promote: 'never', inForce: best }, restore],
  ['restores what may or may not be in force', { promote: 'never' }, restore],
  [
    'is done when what was running is in force',
    { promote: 'never', inForce: running },
    { do: 'finish', left: 'restored' },
  ],
  ['promotes by itself', { promote: 'auto', inForce: running }, promote],
  ['tells the servo that what is in force stays', { promote: 'auto', inForce: best }, promote],
  [
    'is done when the servo was told',
    { promote: 'auto', inForce: best, promoted: true },
    { do: 'finish', left: 'promoted' },
  ],
  ['promotes again after a restart, as the target may have been restored', { promote: 'auto' }, promote],
  ['restores before it asks', { promote: 'ask', inForce: best }, restore],
  ['asks', { promote: 'ask', inForce: running }, { do: 'ask' }],
  [
    'takes no for an answer',
    { promote: 'ask', inForce: running, state: { promote: false } },
    { do: 'finish', left: 'restored' },
  ],
  ['promotes when told to', { promote: 'ask', inForce: running, state: { promote: true } }, promote],
  ['asks nobody', { promote: 'ask', inForce: running, canAsk: false }, { do: 'finish', left: 'restored' }],
  ['restores when promoting failed', { promote: 'auto', state: { promotionFailure: 'no' } }, restore],
  ['does not promote nothing', { promote: 'auto', inForce: best, state: nothing }, restore],
  [
    'does not promote by itself what is not clear',
    {
      promote: 'auto',
      inForce: running,
      state: {
        conclusion: {
          type: 'study-concluded',
          conclusion: 'improved',
          summary: '',
          recommended: 1,
          unclear: true,
          at: 0,
        },
      },
    },
    { do: 'finish', left: 'restored' },
  ],
  [
    'has nothing to restore where nothing was changed',
    { promote: 'auto', state: { ...nothing, attempts: [] } },
    { do: 'finish', left: 'unchanged' },
  ],
])('leavingStep() %s', (_, situation, expected) => {
  expect(step(situation)).toEqual(expected);
});
