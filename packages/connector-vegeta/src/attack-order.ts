import { type ConnectorCommandInput, type Control, control, Duration, ServoError } from '@servo/core';
import { longestGoDuration } from './go-duration.js';
import { Rate } from './rate.js';
import type { VegetaSettings } from './vegeta-config.js';

/**
 * Reads which load an operator asks for, and for how long.
 *
 * @throws {@link ServoError} `USAGE_INVALID`.
 */
export function attackOrder(
  { ramp, maxWorkers }: VegetaSettings,
  input: ConnectorCommandInput,
): Pick<Control, 'duration' | 'warmup' | 'load'> {
  const asked = askedTimes(input);
  const { rate } = input;
  if (rate !== undefined) return { ...asked, load: { rate: String(askedRate(rate, maxWorkers)) } };
  return ramp && asked.warmup.equals(0) ? { ...asked, load: { ramp: [] } } : asked; // there is no time for a ramp
}

function askedTimes({ duration = '10s', warmup = '0' }: ConnectorCommandInput): Control {
  const [long, before] = [readOption(givenDuration, duration), readOption(givenDuration, warmup)];
  if (long.milliseconds <= 0) throw unusable(`Expected to load for more than 0s, got ${String(duration)}`);
  if (before.milliseconds < 0) throw unusable(`Expected a warm-up of 0s or more, got ${String(warmup)}`);
  if (long.plus(before).milliseconds > longestGoDuration)
    throw unusable(`vegeta takes no time of more than 292 years, got ${String(duration)}`);
  return control({ duration: long, warmup: before });
}

function askedRate(value: string | number | boolean, maxWorkers: number | undefined): Rate {
  const rate = readOption((text) => Rate.from(text), value);
  if (!rate.isUnlimited || maxWorkers !== undefined) return rate;
  throw unusable(
    'A rate of 0 has no limit but "max_workers", which is not configured',
    'Set "max_workers" in servo.yaml, or ask for a rate such as 500.',
  );
}

/** As in servo.yaml and of `servo measure`, a number alone is in seconds. */
function givenDuration(text: string): Duration {
  return Duration.from(/^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text);
}

function unusable(message: string, hint?: string): ServoError {
  return new ServoError('USAGE_INVALID', message, { hint });
}

function readOption<T>(read: (text: string) => T, value: string | number | boolean): T {
  try {
    return read(String(value));
  } catch (cause) {
    const { message, hint } = ServoError.from(cause);
    throw new ServoError('USAGE_INVALID', message, { cause, hint });
  }
}
