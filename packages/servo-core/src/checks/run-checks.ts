import type { EventContext } from '../events/event-context.js';
import type { CheckInput } from '../events/event-map.js';
import type { Check } from '../model/check.js';
import { matchesCheck } from '../model/check-filter.js';
import type { Severity } from '../model/severity.js';
import { probesOf } from './check-probe.js';
import { runProbe } from './run-check.js';

/** What {@link runChecks} takes besides the instance. */
export interface RunChecksOptions extends CheckInput {
  readonly context: EventContext<'check'>;
}

const ranks: Readonly<Record<Severity, number>> = { warning: 0, common: 1, critical: 2 };

/**
 * Runs the checks that the class of an instance declares, one after the other in the order they were written, and
 * returns those that ran. The instance is a connector, or one of the class that holds a connector's checks.
 *
 * Says before each check how far they are, and hands each over as soon as it ran.
 *
 * With a filter, critical checks before the last match run as well: what they ask for is required, unless the filter is
 * `exclusive`. The run ends after a failure of the severity `haltOn` or a worse one; with `null` it never ends early.
 *
 * @throws the abort reason, when the context's signal aborts.
 * @example
 * class Probe extends Connector {
 *   @on('check') check(input: CheckInput, context: EventContext<'check'>) {
 *     return runChecks(this, { ...input, context });
 *   }
 * }
 */
export async function runChecks(
  instance: object,
  { matching = {}, haltOn = 'critical', context }: RunChecksOptions,
): Promise<readonly Check[]> {
  const probes = await probesOf(instance, context);
  context.signal.throwIfAborted();
  const last = probes.findLastIndex(({ check }) => matchesCheck(check, matching));
  const done: Check[] = [];
  const wanted = probes
    .slice(0, last + 1)
    .filter(({ check }) => (check.severity === 'critical' && !matching.exclusive) || matchesCheck(check, matching));
  for (const [index, probe] of wanted.entries()) {
    context.progress((100 * index) / wanted.length, probe.check.name);
    const check = await runProbe(probe, context);
    done.push(check);
    context.checked?.(check);
    if (halts(check, haltOn)) break;
  }
  return done;
}

function halts({ success, severity }: Check, haltOn: Severity | null): boolean {
  return haltOn !== null && !success && ranks[severity] >= ranks[haltOn];
}
