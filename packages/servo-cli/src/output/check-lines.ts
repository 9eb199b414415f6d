import { checkPassed, type Check } from '@servo/core';
import type { FoundCheck } from '../checks/found-check.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** How checks are written. */
export interface CheckLinesOptions {
  readonly paint: Paint;
  /** Whether the name of the servo is shown. */
  readonly named: boolean;
}

const marks = { passed: '√ passed', warning: '! warning', failed: 'X failed' } as const;
const colours = { passed: undefined, warning: 'yellow', failed: 'red' } as const;

/** Writes one check: whether it passed, whose it is, its name, and what there is to say. */
export function checkLine(
  { servo, connector, check }: FoundCheck,
  { paint, named, widths }: CheckLinesOptions & { readonly widths: readonly [servo: number, connector: number] },
): string {
  const outcome = outcomeOf(check);
  const start = [
    marks[outcome].padEnd(9),
    ...(named ? [servo.padEnd(widths[0])] : []),
    connector.padEnd(widths[1]),
  ].join('  ');
  const text = [check.name, check.message].filter(Boolean).join(': ');
  const [first = '', ...more] = [text, ...hintOf(check)].flatMap((each) => each.split('\n'));
  const lines = [`${start}  ${first}`, ...more.map((line) => `${' '.repeat(start.length)}    ${line}`)];
  return coloured(lines.join('\n'), outcome, paint);
}

/** Writes checks as a table, with more of each where that is wanted. */
export function checkTable(
  found: readonly FoundCheck[],
  { paint, named, verbose }: CheckLinesOptions & { readonly verbose: boolean },
): readonly string[] {
  const head = [
    'status',
    ...(named ? ['servo'] : []),
    'connector',
    'check',
    ...(verbose ? ['id', 'severity', 'tags', 'time'] : []),
    'message',
  ];
  const rows = found.map(({ servo, connector, check }) => [
    marks[outcomeOf(check)],
    ...(named ? [servo] : []),
    connector,
    check.name,
    ...(verbose ? detailsOf(check) : []),
    [check.message, ...hintOf(check)].filter(Boolean).join('\n'),
  ]);
  return table(head, rows).map((line) => {
    const outcome = (['warning', 'failed'] as const).find((each) => line.startsWith(marks[each]));
    return outcome ? coloured(line, outcome, paint) : line;
  });
}

/** Says what the checks came to. */
export function checkSummary(found: readonly FoundCheck[]): readonly string[] {
  if (found.length === 0) return ['No connector has checks.'];
  const failed = found.filter(({ check }) => !checkPassed(check));
  const warnings = found.filter(({ check }) => outcomeOf(check) === 'warning').length;
  if (failed.length === 0)
    return [`Ready: ${found.length - warnings} passed${warnings > 0 ? `, ${warnings} to look at` : ''}.`];
  const remedies = failed.filter(({ check }) => check.remedy).length;
  return [
    `Not ready: ${failed.length} of ${found.length} failed.`,
    ...(remedies > 0 ? [`Servo knows a remedy for ${remedies} of them: servo check --remedy applies it.`] : []),
  ];
}

/** Writes a check for programs. */
export function checkFacts({ servo, connector, check }: FoundCheck): object {
  const { name, id, description, severity, tags = [], success, message, hint, remedy, runtime } = check;
  return {
    servo,
    connector,
    name,
    id,
    description,
    severity,
    tags,
    success,
    message,
    hint,
    remedy: remedy !== undefined,
    milliseconds: runtime?.milliseconds,
  };
}

function outcomeOf(check: Check): keyof typeof marks {
  if (check.success) return 'passed';
  return checkPassed(check) ? 'warning' : 'failed';
}

function hintOf({ success, hint }: Check): readonly string[] {
  return success || !hint ? [] : [hint];
}

function detailsOf({ id, severity, tags = [], runtime }: Check): readonly string[] {
  const time = runtime ? `${(runtime.milliseconds / 1_000).toFixed(runtime.milliseconds < 9_950 ? 1 : 0)}s` : '-';
  return [id, severity, tags.join(', ') || '-', time];
}

function coloured(text: string, outcome: keyof typeof marks, paint: Paint): string {
  const colour = colours[outcome];
  return colour ? paint(colour, text) : text;
}
