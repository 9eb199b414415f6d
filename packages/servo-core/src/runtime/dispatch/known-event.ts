import type { Phase } from '../../events/event-map.js';

/** An event that a servo knows. */
export interface KnownEvent {
  readonly name: string;
  /** `core`, or the connector that defines it. */
  readonly owner: string;
  /** Who handles it, in the order of the configuration. */
  readonly handlers: readonly { readonly connector: string; readonly phase: Phase }[];
}
