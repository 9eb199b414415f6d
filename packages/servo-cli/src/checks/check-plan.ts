import { type CheckFilter, type Duration, ServoError, type Severity } from '@servo/core';
import { nearestName } from '@servo/core/documents';
import type { AttachedServo } from '../open-servo.js';
import { checkFilter, type WantedChecks } from './check-filter.js';
import { ownName } from './found-check.js';

/** What the command line says of checks; what it does not say stands in `checks` of servo.yaml. */
export interface CheckArguments extends WantedChecks {
  readonly connectors?: readonly string[] | undefined;
  readonly haltOn?: Severity | 'never' | undefined;
  readonly remedy?: boolean | undefined;
  readonly wait?: Duration | undefined;
  /** Whether the optimizer is of no concern. */
  readonly withoutOptimizer?: boolean | undefined;
}

/** How the checks of one servo are run. */
export interface CheckPlan {
  readonly matching: CheckFilter;
  /** The connectors to ask, and {@link ownName}; all when absent. */
  readonly connectors: readonly string[] | undefined;
  /** Whether what is no connector's own is checked. */
  readonly own: boolean;
  readonly haltOn: Severity | null;
  /** Whether remedies are applied. */
  readonly remedy: boolean;
  /** How long checks that fail are tried again, in milliseconds. */
  readonly wait: number;
  /** The wait before that, in milliseconds; a growing one when absent. */
  readonly delay: number | undefined;
  /** Whether the first failure ends the checks of all connectors. */
  readonly halts: boolean;
}

/**
 * Works out how the checks of a servo are run.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_FOUND` when servo.yaml names a connector that the servo has not.
 */
export function checkPlan({ servo, document }: AttachedServo, given: CheckArguments): CheckPlan {
  const { checks, file } = document;
  if (!given.connectors)
    assertKnown(checks.connectors ?? [], [...servo.connectors, ownName], `${file}: checks.connectors`);
  const connectors = given.connectors ?? checks.connectors ?? undefined;
  const haltOn = given.haltOn ?? checks.haltOn;
  return {
    matching: checkFilter({ name: given.name ?? checks.name, id: given.id ?? checks.id, tag: given.tag ?? checks.tag }),
    connectors,
    own: connectors?.includes(ownName) !== false && given.withoutOptimizer !== true,
    haltOn: haltOn === 'never' ? null : haltOn,
    remedy: given.remedy ?? checks.remedy,
    wait: (given.wait ?? checks.wait).milliseconds,
    delay: checks.delay === 'expo' ? undefined : checks.delay.milliseconds,
    halts: checks.checkHalting,
  };
}

/** Whether anything is left out. */
export function isPartial({ matching: { name, id, tags }, connectors }: CheckPlan): boolean {
  return [name, id, tags, connectors].some((part) => part !== undefined);
}

/** @throws {@link ServoError} `CONNECTOR_NOT_FOUND` when a connector is named that no servo has. */
export function assertKnownToSome(connectors: readonly string[], servos: readonly AttachedServo[]): void {
  assertKnown(connectors, [...servos.flatMap(({ servo }) => servo.connectors), ownName], '--connector');
}

function assertKnown(named: readonly string[], known: readonly string[], where: string): void {
  const unknown = named.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  throw new ServoError('CONNECTOR_NOT_FOUND', `${where}: there is no connector "${unknown}"`, {
    hint: nearest ? `Did you mean "${nearest}"?` : `There are ${[...new Set(known)].join(', ')}.`,
  });
}
