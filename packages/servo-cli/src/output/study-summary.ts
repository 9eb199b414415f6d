import type { StudyReport, TrialReport } from '@servo/core/wire';
import { formatNumber, formatPercent, formatPrice } from './format-number.js';
import type { Paint } from './paint.js';
import { table } from './table.js';
import { formatConstraint } from './trial-line.js';

const left = {
  promoted: 'The recommended configuration is kept.',
  restored: 'The running configuration was restored.',
  unchanged: 'The target was left as it was.',
} as const;

/** Writes the end of a study: running and recommended side by side, the saving, the evidence, and where it is kept. */
export function studySummary(report: StudyReport, { paint }: { readonly paint: Paint }): readonly string[] {
  const { running, recommended, summary, saving, storedIn } = report;
  return [
    '',
    paint('bold', summary),
    '',
    ...comparison(report).map((line) => `  ${line}`),
    '',
    ...(saving === undefined || !recommended ? [] : [paint('green', `  Saving: ${formatSaving(report, saving)}`)]),
    ...(recommended ? [`  Evidence: recommended measured ${times(recommended)}, running ${times(running)}`] : []),
    `  ${left[report.left]}`,
    ...(storedIn === undefined ? [] : [`  Results: ${storedIn} (study ${report.study})`]),
  ];
}

function comparison({ running, recommended, currency }: StudyReport): readonly string[] {
  const columns: readonly TrialReport[] = recommended ? [running, recommended] : [running];
  const row = (name: string, cell: (trial: TrialReport) => string): readonly string[] => [name, ...columns.map(cell)];
  const rows = [
    ...Object.keys(running.settings).map((path) => row(path, ({ settings }) => String(settings[path] ?? '-'))),
    ...(running.price === undefined
      ? []
      : [row('price', ({ price }) => (price === undefined ? '-' : formatPrice(price, currency)))]),
    ...(running.objective && running.objective.metric !== 'price'
      ? [row(running.objective.metric, ({ objective: o }) => (o ? `${formatNumber(o.mean)} ${o.unit}` : '-'))]
      : []),
    ...running.constraints.map((constraint, index) =>
      row(constraint.condition, ({ constraints }) => {
        const found = constraints[index];
        return found ? formatConstraint(found).replace(/ \([^)]*\)$/, '') : '-';
      }),
    ),
  ];
  return table(['', 'running', ...(recommended ? ['recommended'] : [])], rows);
}

function formatSaving({ running, recommended, currency }: StudyReport, saving: number): string {
  const [before, after] = [running.price, recommended?.price];
  if (before === undefined || after === undefined) return formatPercent(saving);
  return `${formatPercent(saving)} (${formatPrice(before - after, currency)})`;
}

function times({ measurements }: TrialReport): string {
  return measurements === 1 ? 'once' : measurements === 2 ? 'twice' : `${measurements} times`;
}
