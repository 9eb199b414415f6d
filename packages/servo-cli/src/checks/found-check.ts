import type { Check } from '@servo/core';

/** A check that ran, and whose it is. */
export interface FoundCheck {
  readonly servo: string;
  /** The name of the connector, or {@link ownName} for what is no connector's own. */
  readonly connector: string;
  readonly check: Check;
}

/** Stands in place of a connector's name for what the command itself checks. */
export const ownName = 'servo';
