import {
  type Clock,
  type Control,
  dataPoint,
  type Metric,
  metric,
  type Reading,
  type TimedValue,
  timeSeries,
} from '@servo/core';
import { type ProcessUsage, readUsage } from './process-usage.js';

const shortest = 50; // milliseconds; processor time is counted in steps of ten

/** Names the metrics of a component: processor use in cores, resident memory in bytes. */
export function usageMetrics(component: string): readonly Metric[] {
  return [metric(`${component}_cpu`, 'cores'), metric(`${component}_memory`, 'bytes')];
}

/** What {@link sampleUsage} takes. */
export interface SampleOptions {
  readonly pid: number;
  readonly component: string;
  readonly control: Pick<Control, 'warmup' | 'duration'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Is handed each value as soon as it is known. */
  readonly report: (reading: Reading) => void;
  /** @default readUsage */
  readonly read?: (pid: number) => Promise<ProcessUsage>;
}

/** Samples what a program uses about once a second, for the length of a measurement after its warm-up. */
export async function sampleUsage(options: SampleOptions): Promise<readonly Reading[]> {
  const { pid, component, control, clock, signal, report, read = readUsage } = options;
  await clock.sleep(control.warmup.milliseconds, { signal });
  const duration = control.duration.milliseconds;
  const count = duration < shortest ? 0 : Math.max(1, Math.round(duration / 1_000));
  const found = usageMetrics(component).map((each) => ({ metric: each, points: [] as TimedValue[] }));
  let last = { usage: await read(pid), at: clock.monotonic() };
  const begun = last.at;
  for (let index = 1; index <= count; index += 1) {
    await clock.sleep(Math.max(0, begun + (duration * index) / count - clock.monotonic()), { signal });
    const next = { usage: await read(pid), at: clock.monotonic() };
    signal.throwIfAborted(); // the values are those of a program that has ended
    if (next.at - last.at < shortest) continue; // the machine is so busy that the last sample came late
    const time = clock.now();
    const values = [coresBetween(last, next), next.usage.memory];
    for (const [position, { metric: each, points }] of found.entries()) {
      const value = values[position] ?? 0;
      points.push([time, value]);
      report(dataPoint(each, time, value));
    }
    last = next;
  }
  return found.filter(({ points }) => points.length > 0).map((each) => timeSeries(each.metric, each.points));
}

interface Sample {
  readonly usage: ProcessUsage;
  readonly at: number;
}

function coresBetween(from: Sample, to: Sample): number {
  return Math.max(0, (1_000 * (to.usage.cpuSeconds - from.usage.cpuSeconds)) / (to.at - from.at));
}
