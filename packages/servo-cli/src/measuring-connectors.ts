import { ServoError } from '@servo/core';
import type { Described, Servo } from '@servo/core/runtime';

/** What an operator wants to measure. */
export interface WantedMeasuring {
  /** The connectors that are to measure, as the command line names them; all when absent. */
  readonly chosen: readonly string[] | undefined;
  /** The names of the metrics; all when empty. */
  readonly wanted: readonly string[];
  /** What each connector says of itself. */
  readonly described: readonly Described[];
}

/**
 * Names the connectors that are to measure; nothing where all are.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_FOUND` when the servo has none of a name, `USAGE_INVALID` when one measures
 * nothing, or none of them measures a metric that is wanted.
 */
export function measuringConnectors(
  { connectors }: Pick<Servo, 'connectors'>,
  { chosen: named, wanted, described }: WantedMeasuring,
): readonly string[] | undefined {
  const unknown = named?.find((name) => !connectors.includes(name));
  if (unknown !== undefined)
    throw new ServoError('CONNECTOR_NOT_FOUND', `--connector: there is no connector "${unknown}"`, {
      hint: `There are ${connectors.join(', ')}.`,
    });
  const measuring = described.filter(({ metrics }) => metrics.length > 0);
  const idle = named?.find((name) => !measuring.some(({ connector }) => connector === name));
  if (idle !== undefined)
    throw new ServoError('USAGE_INVALID', `--connector: "${idle}" measures nothing`, {
      hint: `Those that measure are ${[...new Set(measuring.map(({ connector }) => connector))].join(', ') || 'none'}.`,
    });
  const known = measuring
    .filter(({ connector }) => named?.includes(connector) ?? true)
    .flatMap(({ metrics }) => metrics.map(({ name }) => name));
  const missing = wanted.filter((name) => !known.includes(name));
  if (missing.length > 0)
    throw new ServoError('USAGE_INVALID', `Nobody measures ${missing.join(', ')}; measured are ${known.join(', ')}`);
  return named;
}
