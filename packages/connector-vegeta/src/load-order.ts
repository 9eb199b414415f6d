import { type Control, MeasurementFailedError, ServoError } from '@servo/core';
import { Rate } from './rate.js';
import type { VegetaSettings } from './vegeta-config.js';

/** Which load is to be made. */
export interface LoadOrder {
  readonly rate: Rate;
  /** Rates that lead to it. */
  readonly ramp: readonly Rate[];
}

const keys: readonly string[] = ['rate', 'ramp'];

/**
 * Says which load is to be made: that of the control, `{ rate, ramp? }`, where there is one, else the configured one. A
 * rate of the control comes without the configured ramp.
 *
 * @throws {@link MeasurementFailedError} with the reason `load-invalid`.
 */
export function loadOrder(
  config: Pick<VegetaSettings, 'rate' | 'ramp' | 'maxWorkers'>,
  load: Control['load'],
): LoadOrder {
  const unknown = Object.keys(load ?? {}).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw invalid(`expected "rate" and "ramp" in the load, got "${unknown}"`);
  const own = load?.['rate'] === undefined;
  const rate = own ? config.rate : read(load['rate']);
  const ramp = rampOf(load?.['ramp']) ?? (own ? (config.ramp ?? []) : []);
  const unlimited = [rate, ...ramp].find(({ isUnlimited }) => isUnlimited);
  if (unlimited && config.maxWorkers === undefined)
    throw invalid(
      `expected "max_workers" to be configured, because ${unlimited === rate ? 'the rate' : 'a rate of the ramp'} has no limit`,
    );
  return { rate, ramp };
}

function rampOf(value: unknown): readonly Rate[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw invalid('expected "ramp" to be a list of rates');
  return value.map(read);
}

function read(value: unknown): Rate {
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid('expected a rate such as 50 or "50/1s"');
  try {
    return Rate.from(value);
  } catch (cause) {
    throw invalid(ServoError.from(cause).message, cause);
  }
}

function invalid(message: string, cause?: unknown): MeasurementFailedError {
  return new MeasurementFailedError(`The load that is asked for cannot be made: ${message}`, {
    reason: 'load-invalid',
    hint: 'For example: {"rate": "200/1s", "ramp": ["50/1s", "100/1s"]}.',
    cause,
  });
}
