import { isTimeSeries, type Reading, summarize } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { measuringConnectors } from '../measuring-connectors.js';
import { measuringControl, optimizerTimes } from '../measuring-times.js';
import { openServo } from '../open-servo.js';
import { formatNumber } from '../output/format-number.js';
import { repeatable } from '../repeatable.js';
import { printResult } from '../output/print-result.js';
import { table } from '../output/table.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('metrics', { type: 'string', array: true, describe: 'Names of metrics; all unless given' })
    .option('duration', {
      alias: 'd',
      type: 'string',
      requiresArg: true,
      describe: 'How long; as in a study unless given',
      example: '30s',
    })
    .option('warmup', {
      type: 'string',
      requiresArg: true,
      describe: 'How long to wait before that; as in a study unless given',
      example: '10s',
    })
    .option('connector', {
      ...repeatable,
      describe: 'Let only this connector measure; can be given several times',
    })
    .example('$0 measure', 'Everything')
    .example('$0 measure latency_99th throughput -d 30s', 'Two metrics, for half a minute')
    .example('$0 measure -d 30s --warmup 10s', 'Everything, once the load has been there for 10 seconds');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServo(args, context, { doing: 'measuring' });
  const { servo, signal, scope } = opened;
  const wanted = (args['metrics'] as readonly string[] | undefined) ?? []; // by its declaration above
  const chosen = args['connector'] as readonly string[] | undefined; // by its declaration above
  const connectors = measuringConnectors(servo, {
    chosen,
    wanted,
    described: await servo.describeEach({}, { signal }),
  });
  const given = args as { readonly duration?: string; readonly warmup?: string }; // by their declarations above
  const control = measuringControl(given, optimizerTimes(opened.document.optimizer));
  const input = { ...(wanted.length > 0 && { metrics: wanted }), control };
  const {
    readings,
    absent = [],
    counts = {},
    annotations = {},
  } = await servo.measure(input, { signal, scope, connectors });
  return await printResult(context.terminal, args, {
    facts: { readings, absent, counts, annotations },
    lines: (columns) =>
      table(
        ['metric', 'unit', 'reading'],
        [...readings.map(describeReading), ...absent.map(({ metric, reason }) => [metric, '', `absent: ${reason}`])],
        columns,
      ),
  });
};

function describeReading(reading: Reading): readonly string[] {
  const { name, unit } = reading.metric;
  if (!isTimeSeries(reading)) return [name, unit, formatNumber(reading.value)];
  const summary = summarize(reading);
  if (!summary) return [name, unit, 'no points'];
  const { mean, min, max } = summary;
  const spread =
    reading.points.length > 1 ? ` (${formatNumber(min)} to ${formatNumber(max)}, ${reading.points.length} points)` : '';
  return [name, unit, `${formatNumber(mean)}${spread}${reading.id ? ` [${reading.id}]` : ''}`];
}
