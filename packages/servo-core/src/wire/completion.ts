import { z } from '../zod.js';
import { wireDescriptor } from './descriptor.js';
import { wireReadings } from './readings.js';
import { completionStatuses } from './status.js';

/** How far a command is. */
export const wireProgress = z.object({
  progress: z.number().min(0).max(100),
  runtime: z.number().optional(),
  cmd_uid: z.string().nullish(),
  message: z.string().nullish(),
});

/** The end of a command. */
export const wireCompletion = z.object({
  status: z.enum(completionStatuses),
  message: z.string().nullish(),
  reason: z.string().nullish(),
  cmd_uid: z.string().nullish(),
  other_messages: z.array(z.string()).optional(),
  descriptor: wireDescriptor.optional(),
  state: wireDescriptor.optional(),
  metrics: wireReadings.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** A progress report on the wire. */
export type WireProgress = z.input<typeof wireProgress>;

/** The end of a command on the wire. */
export type WireCompletion = z.output<typeof wireCompletion>;

/** The annotation that carries the metrics that have no value, as JSON of `AbsentMetric[]`. */
export const absentAnnotation = 'servo/absent';

/** The annotation that carries how many observations metrics rest on, as JSON of `Measurement.counts`. */
export const countsAnnotation = 'servo/counts';

/** The annotation of a load that was not reached, as JSON of what was asked for and what was achieved per second. */
export const loadAnnotation = 'servo/load';
