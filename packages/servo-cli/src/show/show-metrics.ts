import { table } from '../output/table.js';
import { describedBy, type Show } from './shown.js';

/** Shows what can be measured, by which connector. */
export const showMetrics: Show = async (context) => {
  const metrics = (await describedBy('metrics', context)).map(({ connector, item: { name, unit } }) => ({
    metric: name,
    unit,
    connector,
  }));
  const rows = metrics.map(({ metric, unit, connector }) => [metric, unit || '-', connector]);
  return {
    facts: { metrics },
    lines: rows.length === 0 ? ['Nothing can be measured.'] : table(['metric', 'unit', 'connector'], rows),
  };
};
