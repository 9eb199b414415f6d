import { checkPassed, Duration, ServoError, systemClock } from '@servo/core';
import type { DispatchScope } from '@servo/core/runtime';
import type { AttachedServo } from '../open-servo.js';
import { type CheckLinesOptions, checkLine, checkSummary, checkTable } from '../output/check-lines.js';
import { paint } from '../output/paint.js';
import type { Terminal } from '../terminal.js';
import { assertKnownToSome, type CheckArguments, checkPlan, isPartial } from './check-plan.js';
import { type FoundCheck, ownName } from './found-check.js';
import { type CheckListener, untilReady } from './until-ready.js';

/** What {@link checkServos} is done with. */
export interface CheckServosOptions {
  readonly given: CheckArguments;
  /** Whether a person reads. */
  readonly shown: boolean;
  readonly verbose?: boolean | undefined;
  readonly progressive?: boolean | undefined;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly scope?: DispatchScope | undefined;
}

/** What the checks of some servos came to. */
export interface CheckedServos {
  readonly ready: boolean;
  readonly found: readonly FoundCheck[];
  /** For people: what was not shown while the checks ran. */
  readonly lines: () => readonly string[];
}

/**
 * Checks servos, all at the same time, each until it is ready or its time is over. Each check is shown as soon as it ran,
 * unless a table is wanted.
 *
 * @throws {@link ServoError} `USAGE_INVALID` when no check is one of those that are wanted.
 */
export async function checkServos(
  servos: readonly AttachedServo[],
  options: CheckServosOptions,
): Promise<CheckedServos> {
  const { given, terminal, signal, scope } = options;
  assertKnownToSome(given.connectors ?? [], servos);
  const settings = servos.map(({ document }) => document.checks);
  const verbose = options.verbose ?? settings.some((each) => each.verbose);
  const quiet = terminal.quiet || settings.some((each) => each.quiet);
  const progressive = options.progressive ?? settings.every((each) => each.progressive);
  const written: CheckLinesOptions = { paint: paint(terminal.colors), named: servos.length > 1 };
  const told = options.shown && progressive && !verbose && !quiet;
  const listener = listenerOf({ servos, terminal, told, quiet, written });
  const plans = servos.map((servo) => ({ servo, plan: checkPlan(servo, given) }));
  const found = (
    await Promise.all(
      plans.map(({ servo, plan }) =>
        untilReady(servo, { plan, signal, scope, clock: systemClock, random: Math.random, listener }),
      ),
    )
  ).flat();
  if (found.length === 0 && plans.some(({ plan }) => isPartial(plan))) throw noneMatches();
  return {
    ready: found.every(({ check }) => checkPassed(check)),
    found,
    lines: () => [
      ...(told || found.length === 0 ? [] : checkTable(found, { ...written, verbose })),
      ...checkSummary(found),
    ],
  };
}

function listenerOf({
  servos,
  terminal,
  told,
  quiet,
  written,
}: {
  readonly servos: readonly AttachedServo[];
  readonly terminal: Terminal;
  readonly told: boolean;
  readonly quiet: boolean;
  readonly written: CheckLinesOptions;
}): CheckListener {
  const widest = (names: readonly string[]): number => Math.max(...names.map((name) => name.length));
  const widths = [
    widest(servos.map(({ servo }) => servo.name)),
    widest([ownName, ...servos.flatMap(({ servo }) => servo.connectors)]),
  ] as const;
  const passed = new Set<string>();
  const note = (servo: string, text: string): void => {
    if (!quiet) terminal.note(written.named ? `${servo}: ${text}` : text);
  };
  return {
    onCheck: (found) => {
      const key = `${found.servo} ${found.connector} ${found.check.id}`;
      if (told && !passed.has(key)) terminal.line(checkLine(found, { ...written, widths }));
      if (checkPassed(found.check)) passed.add(key); // is told of once
    },
    onRemedy: ({ servo, check: { name } }, failure) =>
      note(servo, failure ? `The remedy for "${name}" failed: ${failure.message}` : `Applied the remedy for "${name}"`),
    onWait: (servo, milliseconds, left) =>
      note(servo, `Not ready; looking again in ${seconds(milliseconds)}, and for ${seconds(left)} at most`),
  };
}

function seconds(milliseconds: number): string {
  return String(new Duration(Math.max(1, Math.round(milliseconds / 1_000)) * 1_000));
}

function noneMatches(): ServoError {
  return new ServoError('USAGE_INVALID', 'No check is one of those that are wanted', {
    hint: 'servo check -v shows the names, ids and tags of all.',
  });
}
