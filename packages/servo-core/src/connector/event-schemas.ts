import type { ConfigSchema } from '../config/config-schema.js';

/** Optional schemas of the events that a connector defines; input and answers are checked by them when dispatched. */
export type EventSchemas = Readonly<
  Record<string, { readonly input?: ConfigSchema | undefined; readonly result?: ConfigSchema | undefined }>
>;
