import type { ConstraintReport, Settings, TrialReport } from '@servo/core/wire';
import { formatNumber, formatPrice } from './format-number.js';
import type { Paint } from './paint.js';

/** Writes settings as a person would: `workers=4 cache=2000`; the component is left out where there is only one. */
export function formatSettings(settings: Settings): string {
  const components = new Set(Object.keys(settings).map((path) => path.slice(0, path.indexOf('.'))));
  const short = (path: string): string => (components.size === 1 ? path.slice(path.indexOf('.') + 1) : path);
  return Object.entries(settings)
    .map(([path, value]) => `${short(path)}=${value}`)
    .join(' ');
}

/** Writes how a constraint came out: `p99 12.3 ±0.8 ms (p99 < 80ms)`. */
export function formatConstraint({ condition, metric, value, standardError, unit }: ConstraintReport): string {
  const name = /^[\w.]+/.exec(condition)?.[0] ?? metric;
  if (value === undefined) return `${name} unknown (${condition})`;
  const error = standardError === undefined ? '' : ` ±${formatNumber(standardError)}`;
  return `${name} ${formatNumber(value)}${error}${unit && ` ${unit}`} (${condition.slice(name.length).trim()})`;
}

const marks = { met: '✓', violated: '✗', failed: '✗', inconclusive: '?' } as const;
const styles = { met: 'green', violated: 'red', failed: 'red', inconclusive: 'yellow' } as const;

/** Writes one trial: number, verdict, settings, price, what was measured against which limit, and why it was tried. */
export function trialLine(
  trial: TrialReport,
  { currency, paint }: { readonly currency: string; readonly paint: Paint },
): string {
  const { number, verdict, settings, price, objective, constraints, reason, why } = trial;
  const known = verdict === 'failed' ? constraints.filter(({ value }) => value !== undefined) : constraints;
  const measured = known.map((each) => {
    const text = formatConstraint(each);
    return each.met ? text : paint('red', text);
  });
  const goal =
    objective && price === undefined ? [`${objective.metric} ${formatNumber(objective.mean)} ${objective.unit}`] : [];
  const parts = [
    `#${String(number).padEnd(2)} ${paint(styles[verdict], `${marks[verdict]} ${verdict.padEnd(8)}`)}`,
    paint('bold', formatSettings(settings)),
    ...(price === undefined ? [] : [formatPrice(price, currency)]),
    ...goal,
    ...measured,
    ...(reason ? [paint('yellow', shortReason(reason))] : []),
    paint('dim', why),
  ];
  return parts.join('  ');
}

const namesError = /\b\w*(?:Error|Exception)\b.*: |^\s*(?:panic|FATAL ERROR|fatal error): /;

/** The first line of a reason and, where a program's output follows, the one that names an error, or the last. */
function shortReason(reason: string): string {
  const [first = '', ...output] = reason.split('\n');
  const last = (output.find((line) => namesError.test(line)) ?? output.at(-1))?.trim();
  return last ? `${first.replace(/;? its last lines were:$/, '')}: ${last}` : first;
}
