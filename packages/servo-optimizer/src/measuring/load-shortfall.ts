import { loadAnnotation } from '@servo/core/wire';

/** What load was asked for and what was achieved, per second. */
export interface LoadShortfall {
  readonly asked: number;
  readonly achieved: number;
}

/** Reads by what a measurement fell short of its load; what another program wrote there is taken for no shortfall. */
export function loadShortfall(annotations: Readonly<Record<string, string>>): LoadShortfall | undefined {
  try {
    const { asked, achieved }: Record<string, unknown> = Object(JSON.parse(annotations[loadAnnotation] ?? '{}'));
    return typeof asked === 'number' && typeof achieved === 'number' ? { asked, achieved } : undefined;
  } catch {
    return undefined; // no JSON
  }
}

/** Puts a shortfall into words. */
export function formatShortfall({ asked, achieved }: LoadShortfall): string {
  return `load not reached: ${achieved} of ${asked} requests/s`;
}
