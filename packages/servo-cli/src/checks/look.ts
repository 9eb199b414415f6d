import { type Check, checkPassed, ServoError } from '@servo/core';
import type { DispatchScope } from '@servo/core/runtime';
import type { AttachedServo } from '../open-servo.js';
import type { CheckPlan } from './check-plan.js';
import { type FoundCheck, ownName } from './found-check.js';
import { ownChecks } from './own-checks.js';

/** What {@link look} is done with. */
export interface LookOptions {
  readonly plan: CheckPlan;
  readonly signal: AbortSignal;
  readonly scope?: DispatchScope | undefined;
  /** Told of each check as soon as it ran. */
  readonly onCheck: (found: FoundCheck) => void;
}

/** Runs the checks of a servo once, those of its connectors first, and answers them in the order of the configuration. */
export async function look(
  attached: AttachedServo,
  { plan, onCheck, ...options }: LookOptions,
): Promise<readonly FoundCheck[]> {
  const told = new Map<string, FoundCheck>();
  const stop = new AbortController();
  const tell = (connector: string, check: Check): FoundCheck => {
    const key = `${connector} ${check.id}`;
    const known = told.get(key);
    if (known) return known;
    const found = { servo: attached.servo.name, connector, check };
    told.set(key, found);
    onCheck(found);
    if (plan.halts && !checkPassed(check)) stop.abort(halted);
    return found;
  };
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    const found = (await ofConnectors(attached, { plan, signal, scope: options.scope, tell })).map(
      ({ connector, check }) => tell(connector, check),
    );
    if (!plan.own) return found;
    signal.throwIfAborted();
    const own = await ownChecks(attached, plan.matching, signal);
    return [...found, ...own.map((check) => tell(ownName, check))];
  } catch (error) {
    if (error === halted) return [...told.values()];
    throw error;
  }
}

const halted = new ServoError('CHECK_FAILED', 'A check failed, which ends the others'); // a reason of an abort, never shown

async function ofConnectors(
  { servo }: AttachedServo,
  {
    plan: { matching, haltOn, connectors },
    signal,
    scope,
    tell,
  }: Omit<LookOptions, 'onCheck'> & { readonly tell: (connector: string, check: Check) => FoundCheck },
): Promise<readonly Omit<FoundCheck, 'servo'>[]> {
  const results = await servo.check({ matching, haltOn }, { signal, connectors, scope: { ...scope, onCheck: tell } });
  return results.flatMap((result) => {
    const { connector } = result;
    if ('value' in result) return result.value.map((check) => ({ connector, check }));
    const { message, hint } = ServoError.from(result.error);
    const check = {
      name: 'its checks ran',
      id: 'checks',
      severity: 'critical',
      success: false,
      message,
      hint,
    } as const;
    return [{ connector, check }];
  });
}
