import { control, type ControlInput, systemClock, type TimeSeries } from '@servo/core';
import { connectorHost, eventContext, type RecordingLogger, recordingLogger } from '@servo/testing';
import { VegetaConfig, VegetaConnector } from '../src/index.js';
import { vegeta } from './real-vegeta.js';

/** Makes a connector with a real vegeta. */
export function vegetaConnector(config: object, cwd = '/tmp'): VegetaConnector {
  const parsed = VegetaConfig.parse({ command: vegeta, rate: 100, reportingInterval: '500ms', ...config });
  const env = { PATH: process.env['PATH'] };
  return new VegetaConnector(connectorHost({ config: parsed, clock: systemClock, cwd, env }));
}

/** Measures for real, for a second unless asked otherwise. `values` holds the mean of each series, `sums` the sum. */
export async function measure(config: object, asked: ControlInput = {}, context = realContext()) {
  const measured = await vegetaConnector(config).measure({ control: control(asked) }, context);
  const series = measured.readings as readonly TimeSeries[]; // the connector makes no others
  const sums = Object.fromEntries(series.map(({ metric, points }) => [metric.name, sum(points)]));
  const values = Object.fromEntries(series.map(({ metric, points }) => [metric.name, sum(points) / points.length]));
  return { ...measured, series, sums, values, logger: context.logger as RecordingLogger };
}

/** Makes the context of a measuring in real time. */
export function realContext() {
  return eventContext({ clock: systemClock, logger: recordingLogger() });
}

function sum(points: TimeSeries['points']): number {
  return points.reduce((total, [, value]) => total + value, 0);
}
