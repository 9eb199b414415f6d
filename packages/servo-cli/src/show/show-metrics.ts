import { table } from '../output/table.js';
import { describedBy, type Show } from './shown.js';

/** Shows what can be measured, by which connector. */
export const showMetrics: Show = async (context) => {
  const metrics = (await describedBy('metrics', context)).map(({ connector, item: { name, unit, source } }) => ({
    metric: name,
    unit,
    connector,
    ...(source !== undefined && { source }),
  }));
  const verbose = context.args['verbose'] === true;
  const rows = metrics.map(({ metric, unit, connector, source = '-' }) => [
    metric,
    unit || '-',
    connector,
    ...(verbose ? [source] : []),
  ]);
  const head = ['metric', 'unit', 'connector', ...(verbose ? ['measured by'] : [])];
  const lines = (columns: number): readonly string[] =>
    rows.length === 0 ? ['Nothing can be measured.'] : table(head, rows, columns);
  return { facts: { metrics }, lines };
};
