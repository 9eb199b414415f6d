import type { Connector, ConnectorCommand } from '@servo/core';
import type { KnownMetric } from '../client/known-metric.js';
import type { PrometheusSettings } from '../prometheus-config.js';
import { clientOf } from './client-of.js';
import { columns } from './columns.js';

/** Shows what the server has samples of. */
export const metricsCommand: ConnectorCommand<Connector<PrometheusSettings>> = {
  readOnly: true,
  arguments: [{ name: 'part', describe: 'What their names or descriptions have in them' }],
  examples: [
    ['', 'All that the server of servo.yaml knows'],
    ['request', 'Those about requests'],
  ],
  run: async (connector, { part }, { signal, clock, columns: room }) => {
    await using client = clientOf(connector, clock);
    const wanted = String(part ?? '').toLowerCase();
    const metrics = (await client.metrics(signal)).filter((metric) => isAbout(metric, wanted));
    return { facts: { metrics }, lines: metrics.length === 0 ? ['None.'] : linesOf(metrics, room) };
  },
};

function isAbout({ name, help }: KnownMetric, part: string): boolean {
  return name.toLowerCase().includes(part) || help.toLowerCase().includes(part);
}

function linesOf(metrics: readonly KnownMetric[], room: number): readonly string[] {
  const rows = metrics.map(({ name, type, unit, help }) => [name, type, unit || '-', help || '-']);
  return columns([['METRIC', 'TYPE', 'UNIT', 'MEANING'], ...rows], room);
}
