import { z } from '../zod.js';
import type { Adjustment } from '../model/adjustment.js';

const value = z.object({ value: z.union([z.number(), z.string()]) });
const components = z.record(z.string(), z.object({ settings: z.record(z.string(), value).default({}) }));

/** Settings to apply, as they stand in an ADJUST command. */
export const wireState = z.object({ application: z.object({ components: components.default({}) }).prefault({}) });

/** Settings to apply, on the wire. */
export type WireState = z.output<typeof wireState>;

/** Writes adjustments for the wire. */
export function toState(adjustments: readonly Adjustment[]): WireState {
  const components = Object.entries(Object.groupBy(adjustments, ({ component }) => component));
  return {
    application: {
      components: Object.fromEntries(
        components.map(([name, list = []]) => [
          name,
          { settings: Object.fromEntries(list.map(({ setting, value }) => [setting, { value }])) },
        ]),
      ),
    },
  };
}

/** Reads adjustments from the wire, in the order of the document. */
export function fromState({ application }: WireState): readonly Adjustment[] {
  return Object.entries(application.components).flatMap(([component, { settings }]) =>
    Object.entries(settings).map(([setting, { value }]) => ({ component, setting, value })),
  );
}
