import {
  type ConnectorCommandContext,
  type ConnectorCommandInput,
  type ConnectorCommandResult,
  type Connector,
  type ConnectorCommand,
  control,
  Duration,
  ServoError,
} from '@servo/core';
import type { AutocannonSettings } from './autocannon-config.js';
import { driveLoad } from './drive-load.js';
import { loadMeasurement, shortfallOf } from './load-measurement.js';
import type { LoadProgress, LoadSummary } from './load-message.js';
import { loadMetrics } from './load-metrics.js';
import { describeTarget, type LoadPlan, planLoad } from './load-plan.js';
import { loadTimes } from './load-times.js';

/** Loads the configured service by hand, and shows what it answers. */
export const attackCommand: ConnectorCommand<Connector<AutocannonSettings>> = {
  options: {
    rate: { type: 'number', alias: 'r', describe: 'Requests per second; as configured unless given' },
    duration: { type: 'string', alias: 'd', describe: 'How long; as configured unless given' },
    warmup: { type: 'string', describe: 'What is not measured before; as configured unless given' },
  },
  examples: [
    ['', 'The load of servo.yaml'],
    ['--rate 200 -d 30s', 'Another one, to see what the service bears'],
  ],
  run: ({ config, host }, input, context) => attack(withRate(config, input), host.cwd, input, context),
};

async function attack(
  config: AutocannonSettings,
  cwd: string,
  { duration, warmup }: ConnectorCommandInput,
  context: ConnectorCommandContext,
): Promise<ConnectorCommandResult> {
  const asked = control({ ...(duration && { duration: read(duration) }), ...(warmup && { warmup: read(warmup) }) });
  const plan = await planLoad(config, { times: loadTimes(config, asked), cwd });
  const target = describeTarget(config);
  let windowStart = context.clock.now() + plan.warmup;
  const summary = await driveLoad(plan, {
    signal: context.signal,
    onStart: () => {
      windowStart = context.clock.now() + plan.warmup;
    },
    onProgress: (progress) => context.live(progressLines(progress, { plan, target })),
  });
  const { readings, annotations = {} } = loadMeasurement(summary, { plan, target, metrics: loadMetrics, windowStart });
  return {
    facts: { target, rate: plan.rate, readings, annotations, ...countsOf(summary) },
    lines: resultLines(summary, { plan, target }),
  };
}

function withRate(config: AutocannonSettings, { rate }: ConnectorCommandInput): AutocannonSettings {
  if (rate === undefined) return config;
  if (Number(rate) > 0) return { ...config, rate: Number(rate) };
  throw new ServoError('USAGE_INVALID', `Expected --rate to be more than 0, got ${String(rate)}`);
}

function read(text: string | number | boolean): Duration {
  try {
    return Duration.from(String(text));
  } catch (error) {
    throw new ServoError('USAGE_INVALID', ServoError.from(error).message, {
      cause: error,
      hint: 'For example: -d 30s',
    });
  }
}

function countsOf({ requests, sent, answered, errors }: LoadSummary): object {
  return { requests, sent, answered, errors: Object.fromEntries(errors) };
}

type Described = { readonly plan: LoadPlan; readonly target: string };

function progressLines({ stage, elapsed, values = {} }: LoadProgress, { plan, target }: Described): readonly string[] {
  const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(0);
  const head = `${stage} ${target} at ${plan.rate} requests/s: ${seconds(elapsed)} of ${seconds(plan.warmup + plan.duration)} s`;
  const rows = loadMetrics.flatMap(({ name, unit }) => {
    const value = values[name];
    return value === undefined ? [] : [row(name, value, unit)];
  });
  return [head, ...rows];
}

function resultLines(summary: LoadSummary, { plan, target }: Described): readonly string[] {
  const { series, requests, answered, errors } = summary;
  const rows = loadMetrics.flatMap(({ name, unit }) => {
    const points = series[name] ?? [];
    if (points.length === 0) return [];
    return [row(name, points.reduce((sum, [, value]) => sum + value, 0) / points.length, unit)];
  });
  const shortfall = shortfallOf(summary, plan);
  return [
    `${target}: ${answered} of ${requests} requests answered, at ${plan.rate} requests/s for ${String(new Duration(plan.duration))}`,
    ...rows,
    ...(shortfall ? [`Only ${shortfall.achieved} of ${shortfall.asked} requests/s could be sent.`] : []),
    ...errors.slice(0, 5).map(([error, count]) => `  ${count} × ${error}`),
  ];
}

function row(name: string, value: number, unit: string): string {
  return `  ${name.padEnd(14)} ${value.toFixed(2).padStart(10)} ${unit}`;
}
