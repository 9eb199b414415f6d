import type { ConnectorCommandInput, ConnectorCommandResult } from '@servo/core';
import { loadMetrics } from '@servo/load';
import type { AttackJob } from './attack-job.js';
import { describePlan } from './attack-plan.js';
import type { AttackTally } from './attack-tally.js';
import { hdrPlot, textPlot } from './latency-plots.js';
import { loadMeasurement, shortfallOf } from './load-measurement.js';
import type { LatencyHistogram } from './window/latency-histogram.js';
import { type LoadValues, percentileValues, rateValues } from './window/load-values.js';

/** How an attack by hand is shown. */
export interface AttackReportOptions {
  /** `text`, `hdr` or none. */
  readonly plot: ConnectorCommandInput[string];
  /** How wide a plot may be. */
  readonly columns: number;
}

/** Tells what came of an attack, for programs and for people. */
export function attackReport(tally: AttackTally, job: AttackJob, options: AttackReportOptions): ConnectorCommandResult {
  const { readings, annotations = {} } = loadMeasurement(tally, job, loadMetrics);
  const { codes, errors } = tally.errors;
  const total = tally.total();
  const { requests, succeeded, answered, latencies } = total;
  const values = { ...rateValues(total, job.plan.duration), ...percentileValues(total) };
  const counts = { requests, answered, succeeded, codes, errors: Object.fromEntries(errors) };
  return {
    facts: { target: job.target, rate: job.plan.main.rate, ...counts, values, readings, annotations },
    lines: [
      `${job.target} ${describePlan(job.plan)}: ${succeeded} of ${requests} requests succeeded`,
      ...valueLines(values),
      ...shortfallLines(requests, job),
      ...Object.entries(codes).map(([code, count]) => `  ${count} × ${code === '0' ? 'no answer' : `status ${code}`}`),
      ...errors.slice(0, 5).map(([error, count]) => `  ${count} × ${error}`),
      ...plotLines(latencies, options),
    ],
  };
}

function valueLines(values: LoadValues): readonly string[] {
  return loadMetrics.map(({ name, unit }) => {
    const value = (values[name] ?? 0).toFixed(2);
    return `  ${name.padEnd(14)} ${value.padStart(12)} ${unit}`;
  });
}

function shortfallLines(requests: number, { plan }: AttackJob): readonly string[] {
  const shortfall = shortfallOf(requests, plan);
  if (!shortfall) return [];
  return [`Load not reached: only ${shortfall.achieved} of ${shortfall.asked} requests/s were sent.`];
}

function plotLines(latencies: LatencyHistogram, { plot, columns }: AttackReportOptions): readonly string[] {
  if (plot === 'text') return textPlot(latencies, columns);
  return plot === 'hdr' ? hdrPlot(latencies) : [];
}
