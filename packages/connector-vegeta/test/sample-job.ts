import { control, type ControlInput } from '@servo/core';
import type { AttackJob } from '../src/attack-job.js';
import { planAttack } from '../src/attack-plan.js';
import { VegetaConfig } from '../src/vegeta-config.js';

/** A job of 100 requests per second for 2 s, with a point for each second. */
export function sampleJob(config: object = {}, asked: ControlInput = {}): AttackJob {
  const parsed = VegetaConfig.parse({ target: 'GET http://a/', rate: 100, reportingInterval: '1s', ...config });
  return {
    plan: planAttack(parsed, control({ duration: '2s', ...asked })),
    program: { command: 'vegeta', cwd: '/', env: {} },
    input: 'GET http://a/\n\n',
    target: 'GET http://a/',
    timeout: 30_000,
    argumentsOf: () => [],
  };
}
