import { z } from '../zod.js';
import { component } from '../model/component.js';
import { type Description, description } from '../model/description.js';
import { metric } from '../model/metric.js';
import type { Setting } from '../model/settings/setting.js';

const settingValue = z.union([z.number(), z.string()]);
const setting = z.object({
  type: z.enum(['range', 'enum']).default('range'),
  pinned: z.boolean().default(false),
  unit: z.string().nullish(),
  value: settingValue.nullish(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  step: z.number().nullish(),
  values: z.array(settingValue).nullish(),
});

/** What can be adjusted and measured, as it stands in a DESCRIPTION or ADJUSTMENT. */
export const wireDescriptor = z.object({
  application: z
    .object({
      components: z.record(z.string(), z.object({ settings: z.record(z.string(), setting).default({}) })).default({}),
    })
    .prefault({}),
  measurement: z
    .object({ metrics: z.record(z.string(), z.object({ unit: z.string().default('') })).default({}) })
    .prefault({}),
});

/** What can be adjusted and measured, on the wire. */
export type WireDescriptor = z.output<typeof wireDescriptor>;

/** Writes a description for the wire; what a program needs to apply a setting stays here. */
export function toDescriptor({ components, metrics }: Description): z.input<typeof wireDescriptor> {
  return {
    application: {
      components: Object.fromEntries(
        components.map(({ name, settings }) => [
          name,
          { settings: Object.fromEntries(settings.map((each) => [each.name, toWireSetting(each)])) },
        ]),
      ),
    },
    measurement: { metrics: Object.fromEntries(metrics.map(({ name, unit }) => [name, { unit }])) },
  };
}

/** Reads a description from the wire. */
export function fromDescriptor({ application, measurement }: WireDescriptor): Description {
  return description({
    components: Object.entries(application.components).map(([name, { settings }]) =>
      component(
        name,
        Object.entries(settings).map(([key, each]) => fromWireSetting(key, each)),
      ),
    ),
    metrics: Object.entries(measurement.metrics).map(([name, { unit }]) => metric(name, unit)),
  });
}

function toWireSetting(each: Setting): z.input<typeof setting> {
  const { type, pinned, unit, value } = each;
  return {
    type,
    pinned,
    ...(unit !== undefined && { unit }),
    ...(value !== undefined && { value }),
    ...(each.type === 'range' ? { min: each.min, max: each.max, step: each.step } : { values: [...each.values] }),
  };
}

function fromWireSetting(name: string, each: z.output<typeof setting>): Setting {
  const { type, pinned, unit, value } = each;
  const base = { name, pinned, ...(unit != null && { unit }) };
  if (type === 'enum') return { type, ...base, ...(value != null && { value }), values: each.values ?? [] };
  const { min, max, step } = each;
  const bounds = { min: min ?? 0, max: max ?? 0, step: step ?? 0 };
  return { type, ...base, ...(typeof value === 'number' && { value }), ...bounds };
}
