import {
  type ConnectorCommandContext,
  type ConnectorCommandInput,
  type ConnectorCommandResult,
  type Connector,
  type ConnectorCommand,
  type Control,
  control,
  Duration,
  ServoError,
} from '@servo/core';
import { type AttackJob, prepareAttack } from './attack-job.js';
import { describePlan } from './attack-plan.js';
import { AttackTable } from './attack-table.js';
import type { AttackTally } from './attack-tally.js';
import { driveAttack } from './drive-attack.js';
import { hdrPlot, textPlot } from './latency-plots.js';
import { loadMeasurement, loadShortfall } from './load-measurement.js';
import { loadMetrics } from './load-metrics.js';
import { Rate } from './rate.js';
import type { VegetaSettings } from './vegeta-config.js';
import { percentileValues, rateValues } from './window/load-values.js';

/** Loads the configured targets by hand, and shows what they answer. */
export const attackCommand: ConnectorCommand<Connector<VegetaSettings>> = {
  options: {
    rate: { type: 'string', alias: 'r', describe: 'Requests, such as 500 or 10/1m; as configured unless given' },
    duration: { type: 'string', alias: 'd', describe: 'How long; 10s unless given' },
    warmup: { type: 'string', describe: 'What is not measured before; nothing unless given' },
    plot: {
      type: 'string',
      choices: ['text', 'hdr'],
      describe: 'Draw the latencies, or write them for an HDR plotter',
    },
  },
  examples: [
    ['-d 30s', 'The load of servo.yaml'],
    ['--rate 200 -d 30s --plot text', 'Another one, and how its latencies are spread'],
  ],
  async run({ host }, input, context) {
    const { clock, signal } = context;
    const job = await prepareAttack(host, orderOf(host.config, input), { clock, signal });
    const title = `${job.target} at ${String(job.plan.main.rate)}`;
    const table = new AttackTable();
    const onProgress = (progress: Parameters<AttackTable['add']>[0]): void => context.live(table.add(progress, title));
    const tally = await driveAttack(job, { clock, signal, onProgress });
    return resultOf(tally, job, { plot: input['plot'], columns: context.columns });
  },
};

function orderOf(
  { ramp }: VegetaSettings,
  input: ConnectorCommandInput,
): Pick<Control, 'duration' | 'warmup' | 'load'> {
  const { rate, duration = '10s', warmup = 0 } = input;
  const asked = control({
    duration: readOption((text) => Duration.from(text), duration),
    warmup: readOption((text) => Duration.from(text), warmup),
  });
  if (rate !== undefined) return { ...asked, load: { rate: String(readOption((text) => Rate.from(text), rate)) } };
  return ramp && asked.warmup.equals(0) ? { ...asked, load: { ramp: [] } } : asked; // there is no time for a ramp
}

function readOption<T>(read: (text: string) => T, value: string | number | boolean): T {
  try {
    return read(String(value));
  } catch (cause) {
    const { message, hint } = ServoError.from(cause);
    throw new ServoError('USAGE_INVALID', message, { cause, hint });
  }
}

type Shown = Pick<ConnectorCommandContext, 'columns'> & { readonly plot: ConnectorCommandInput[string] };

function resultOf(tally: AttackTally, job: AttackJob, { plot, columns }: Shown): ConnectorCommandResult {
  const { readings, annotations = {} } = loadMeasurement(tally, job, loadMetrics);
  const total = tally.total();
  const { requests, succeeded, answered, latencies } = total;
  const { codes, errors } = tally.errors;
  const values = { ...rateValues(total, job.plan.duration), ...percentileValues(total) };
  const shortfall = loadShortfall(requests, job.plan);
  const rows = loadMetrics.map(
    ({ name, unit }) => `  ${name.padEnd(14)} ${(values[name] ?? 0).toFixed(2).padStart(12)} ${unit}`,
  );
  const facts = { target: job.target, rate: job.plan.main.rate, requests, answered, succeeded, codes, values };
  return {
    facts: { ...facts, errors: Object.fromEntries(errors), readings, annotations },
    lines: [
      `${job.target} ${describePlan(job.plan)}: ${succeeded} of ${requests} requests succeeded`,
      ...rows,
      ...(shortfall
        ? [`Load not reached: only ${shortfall.achieved} of ${shortfall.asked} requests/s were sent.`]
        : []),
      ...Object.entries(codes).map(([code, count]) => `  ${count} × ${code === '0' ? 'no answer' : `status ${code}`}`),
      ...errors.slice(0, 5).map(([error, count]) => `  ${count} × ${error}`),
      ...(plot === 'text' ? textPlot(latencies, columns) : []),
      ...(plot === 'hdr' ? hdrPlot(latencies) : []),
    ],
  };
}
