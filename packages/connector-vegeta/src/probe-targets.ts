import { type Clock, control, type ConnectorHost, Duration, MeasurementFailedError } from '@servo/core';
import { describeTargets, prepareAttack } from './attack-job.js';
import { attackLimit } from './attack-limit.js';
import { Rate } from './rate.js';
import type { AttackResult } from './raw/attack-result.js';
import { runAttack } from './run-attack.js';
import { formatTargets } from './targets/target-format.js';
import type { Target } from './targets/target.js';
import type { VegetaSettings } from './vegeta-config.js';

/** What a target answered to one request. */
export interface TargetAnswer {
  /** The target, for messages. */
  readonly target: string;
  readonly result: AttackResult;
}

type Host = Pick<ConnectorHost<VegetaSettings>, 'config' | 'cwd' | 'env'>;

const gap = 100; // milliseconds between two requests: results come in the order of the targets, even on a busy machine

/**
 * Lets vegeta send one request to each target, with all that is configured. Where it does not get through the targets in
 * its time (it sends late on a busy machine, or has few workers), it begins again with the next one.
 *
 * @throws what {@link prepareAttack} and {@link runAttack} throw.
 */
export async function probeTargets(
  host: Host,
  targets: readonly Target[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly TargetAnswer[]> {
  const answers: TargetAnswer[] = [];
  while (answers.length < targets.length) {
    const rest = targets.slice(answers.length);
    const results = await sendOnce(host, rest, { clock, signal });
    if (results.length === 0) throw sentNothing();
    for (const [index, result] of results.slice(0, rest.length).entries())
      answers.push({ target: describeTargets(rest.slice(index, index + 1)), result });
  }
  return answers;
}

async function sendOnce(
  { config, cwd, env }: Host,
  targets: readonly Target[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly AttackResult[]> {
  const duration = new Duration(targets.length * gap);
  const once = { ...config, rate: Rate.from(1_000 / gap), ramp: undefined };
  const prepared = await prepareAttack({ config: once, cwd, env }, control({ duration, warmup: 0 }), { clock, signal });
  const job = { ...prepared, input: formatTargets(targets, config.format) };
  using limit = attackLimit(job, { clock, signal });
  const results: AttackResult[] = [];
  await runAttack(job, { clock, signal: limit.signal, onStart: () => {}, onResult: (result) => results.push(result) });
  return results.toSorted((a, b) => a.seq - b.seq);
}

function sentNothing(): MeasurementFailedError {
  return new MeasurementFailedError('vegeta ended without a request', {
    reason: 'no-traffic',
    hint: 'Check that "command" is a vegeta: it has to send what it is told to.',
  });
}
