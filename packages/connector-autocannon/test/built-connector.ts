import { control, type ControlInput, type Reading, systemClock, type TimeSeries } from '@servo/core';
import { connectorHost, eventContext, type RecordingLogger, recordingLogger } from '@servo/testing';

/** The package as it is published: the load's thread has its file only there. */
export async function built(): Promise<typeof import('../src/index.js')> {
  const url = new URL('../dist/index.js', import.meta.url).href;
  return (await import(/* @vite-ignore */ url)) as typeof import('../src/index.js'); // built from it
}

/** Measures with a configuration, for real, and for the times of the configuration unless others are asked for. */
export async function load(config: object, context = eventContext({ clock: systemClock }), asked: ControlInput = {}) {
  const { AutocannonConfig, AutocannonConnector } = await built();
  const host = connectorHost({ config: AutocannonConfig.parse({ rate: 100, warmup: 0, duration: '1s', ...config }) });
  const inherited = Object.create(context) as typeof context; // that of a servo has no members of its own, either
  const measured = await new AutocannonConnector(host).measure({ control: control(asked) }, inherited);
  return { ...measured, values: valuesOf(measured.readings), logger: context.logger as RecordingLogger };
}

/** Makes the context of a measuring in real time, and its logger. */
export function realContext(options: { readonly signal?: AbortSignal } = {}) {
  return eventContext({ clock: systemClock, logger: recordingLogger(), ...options });
}

/** The mean of each series, by the name of the metric. */
function valuesOf(readings: readonly Reading[]): Readonly<Record<string, number>> {
  const series = readings as readonly TimeSeries[]; // the connector makes no others
  return Object.fromEntries(series.map(({ metric, points }) => [metric.name, mean(points.map(([, value]) => value))]));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
