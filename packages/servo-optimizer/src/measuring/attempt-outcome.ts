import type { AbsentMetric, Metric } from '@servo/core';
import { absentAnnotation, countsAnnotation, fromReadings, type WireCompletion } from '@servo/core/wire';
import { type LoadShortfall, loadShortfall } from './load-shortfall.js';
import { type Sample, sample } from './sample.js';

/** How an attempt ended. */
export type AttemptOutcome = Measured | Unmeasured;

/** Numbers came in. */
export interface Measured {
  readonly kind: 'measured';
  readonly samples: Readonly<Record<string, Sample>>;
  readonly absent: readonly AbsentMetric[];
  /** By what the load fell short that was to be measured under. */
  readonly shortfall?: LoadShortfall | undefined;
}

/** How an attempt without numbers ended. */
export type Unmeasured =
  /** The configuration could not be applied, or did not survive the measuring. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nothing was learned about the configuration. */
  | { readonly kind: 'inconclusive'; readonly reason: string };

// Reasons that speak of the target, not of the measuring.
const failures: ReadonlySet<string> = new Set([
  'crashed',
  'start-failed',
  'unstable',
  'unschedulable',
  'image-pull-failed',
  'out-of-memory',
  'slo-violation',
]);

/**
 * What became of an ADJUST that did not end well. The configuration cannot be had when the servo rejected it, or failed
 * for a reason that speaks of the target; whatever else went wrong says nothing about it.
 */
export function adjustmentOutcome(completion: WireCompletion): Unmeasured {
  const { status, reason } = completion;
  const failed = status === 'rejected' || (status === 'failed' && failures.has(reason ?? ''));
  return { kind: failed ? 'failed' : 'inconclusive', reason: reasonOf(completion) };
}

/** What became of a MEASURE. A failure whose reason does not speak of the target says nothing about it. */
export function measurementOutcome(
  completion: WireCompletion,
  metrics: readonly Metric[],
  now: number,
): AttemptOutcome {
  const { status, reason, metrics: wire = {}, annotations = {} } = completion;
  if (status === 'ok') {
    const readings = fromReadings(wire, now);
    const counts = countsOf(annotations);
    const samples = metrics.flatMap((metric) => {
      const found = sample(metric, readings, counts[metric.name]);
      return found === undefined ? [] : [[metric.name, found] as const];
    });
    const shortfall = loadShortfall(annotations);
    const absent = absentMetrics(annotations);
    return { kind: 'measured', samples: Object.fromEntries(samples), absent, ...(shortfall && { shortfall }) };
  }
  const failed = status === 'rejected' || failures.has(reason ?? '');
  return { kind: failed ? 'failed' : 'inconclusive', reason: reasonOf(completion) };
}

function reasonOf({ status, reason, message }: WireCompletion): string {
  const known = reason && reason !== 'unknown' ? reason : undefined;
  return [known, message ?? undefined].filter((part) => part !== undefined).join(': ') || status;
}

/** Reads the annotation; one that is not the expected JSON only costs the reasons, not the measurement. */
function absentMetrics(annotations: Readonly<Record<string, string>>): readonly AbsentMetric[] {
  try {
    const parsed: unknown = JSON.parse(annotations[absentAnnotation] ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isAbsentMetric) : [];
  } catch {
    return []; // written by another program; a metric without a value counts as absent anyway
  }
}

/** Reads the annotation as tolerantly: without a count, a share is taken as it comes. */
function countsOf(annotations: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  try {
    const parsed: unknown = JSON.parse(annotations[countsAnnotation] ?? '{}');
    const entries = Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {});
    return Object.fromEntries(
      entries.filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && Number(entry[1]) >= 0),
    );
  } catch {
    return {}; // written by another program
  }
}

function isAbsentMetric(value: unknown): value is AbsentMetric {
  if (typeof value !== 'object' || value === null) return false;
  return 'metric' in value && typeof value.metric === 'string' && 'reason' in value && typeof value.reason === 'string';
}
