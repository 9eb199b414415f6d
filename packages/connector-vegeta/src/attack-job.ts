import type { ConnectorHost, Control } from '@servo/core';
import { attackArguments, flagsOf } from './attack-arguments.js';
import { type AttackPlan, type AttackStep, planAttack } from './attack-plan.js';
import { requireFiles } from './required-files.js';
import { readTargets } from './targets/read-targets.js';
import type { Target } from './targets/target.js';
import { formatTargets } from './targets/target-format.js';
import type { VegetaSettings } from './vegeta-config.js';
import { type AskOptions, type ProgramPlace, requireFlags } from './vegeta-program.js';

/** Everything that it takes to make a load; the input may hold secrets. */
export interface AttackJob {
  readonly plan: AttackPlan;
  readonly program: ProgramPlace;
  /** The targets, as vegeta reads them. */
  readonly input: string;
  /** The targets, for messages. */
  readonly target: string;
  /** What the operator calls the load. */
  readonly description?: string | undefined;
  /** Milliseconds that an answer is waited for. */
  readonly timeout: number;
  /** The arguments of a step. */
  readonly argumentsOf: (step: AttackStep) => readonly string[];
}

type Host = Pick<ConnectorHost<VegetaSettings>, 'config' | 'cwd' | 'env'>;

/**
 * Prepares the load of a measurement: everything that can be known to be wrong is found before anything is sent.
 *
 * @throws {@link MeasurementFailedError}
 */
export async function prepareAttack(
  { config, cwd, env }: Host,
  control: Pick<Control, 'duration' | 'warmup' | 'load'>,
  options: AskOptions,
): Promise<AttackJob> {
  const plan = planAttack(config, control);
  const argumentsOf: AttackJob['argumentsOf'] = (step) => attackArguments(config, { step, cwd });
  const program = programPlace({ config, cwd, env });
  const targets = await readTargets(config, cwd);
  await requireFiles(config, cwd);
  await requireFlags(program, flagsOf(argumentsOf(plan.main)), options);
  const input = formatTargets(targets, config.format);
  const timeout = config.timeout.milliseconds;
  const { description } = config;
  return { plan, program, input, target: describeTargets(targets), description, timeout, argumentsOf };
}

/** Says how vegeta is started. Go's client takes its proxy from the environment. */
export function programPlace({ config: { command, proxy }, cwd, env }: Host): ProgramPlace {
  const proxies = proxy && { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy };
  return { command, cwd, env: { ...env, ...proxies } };
}

/** Names targets for people: without credentials and query, which may be secret. */
export function describeTargets([first, ...others]: readonly Target[]): string {
  if (!first) return 'no target';
  const { origin, pathname } = new URL(first.url);
  return `${first.method} ${origin}${pathname}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
