import type { EventContext } from '../events/event-context.js';
import { checkId, type Check } from '../model/check.js';
import { Duration } from '../time/duration.js';
import type { CheckHandler, CheckOptions } from './check-declaration.js';
import { type CheckOutcome, outcomeOfAnswer, outcomeOfError } from './check-outcome.js';
import type { CheckProbe } from './check-probe.js';

/** What {@link runCheck} takes besides the name and the handler. */
export interface RunCheckOptions extends CheckOptions {
  readonly context: EventContext<'check'>;
}

/**
 * Runs one check that nothing declared, for instance one that is known only while a `check` handler runs. Its id comes
 * from its name.
 *
 * @throws the abort reason, when the context's signal aborts.
 * @example
 * const answers = await runCheck('endpoint answers', () => ping(url), { context, severity: 'critical' });
 */
export async function runCheck(
  name: string,
  handler: CheckHandler,
  { context, id = checkId(name), severity = 'common', description, tags }: RunCheckOptions,
): Promise<Check> {
  const check = { name, id, ...(description && { description }), severity, ...(tags && { tags }) };
  return runProbe({ check, run: () => handler(context) }, context);
}

/** Runs a probe and measures it. Internal: not covered by semver. */
export async function runProbe({ check, run }: CheckProbe, context: EventContext<'check'>): Promise<Check> {
  const { clock, signal } = context;
  signal.throwIfAborted();
  const runAt = clock.now();
  const start = clock.monotonic();
  const outcome = await settle(run);
  signal.throwIfAborted();
  return { ...check, ...outcome, runAt, runtime: new Duration(clock.monotonic() - start) };
}

async function settle(run: () => unknown): Promise<CheckOutcome> {
  try {
    return outcomeOfAnswer(await run());
  } catch (error) {
    return outcomeOfError(error);
  }
}
