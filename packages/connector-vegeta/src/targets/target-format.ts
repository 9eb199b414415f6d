import { formatHttpTargets, parseHttpTargets } from './http-targets.js';
import { formatJsonTargets, parseJsonTargets } from './json-targets.js';
import type { Target } from './target.js';

/** How targets are written. */
export type TargetFormat = 'http' | 'json';

/** Reads targets in either format. @throws {@link ServoError} `TARGETS_INVALID`. */
export function parseTargets(text: string, format: TargetFormat): readonly Target[] {
  return format === 'http' ? parseHttpTargets(text) : parseJsonTargets(text);
}

/** Writes targets as vegeta reads them. */
export function formatTargets(targets: readonly Target[], format: TargetFormat): string {
  return format === 'http' ? formatHttpTargets(targets) : formatJsonTargets(targets);
}
