import { ServoError } from '../../errors/servo-error.js';
import { quoteValue } from './quote-value.js';

/** Makes the error of a setting that cannot be. Internal: not covered by semver. */
export function settingInvalid(name: string, expected: string, found: unknown): ServoError {
  return new ServoError('SETTING_INVALID', `Setting "${name}": expected ${expected}, got ${quoteValue(found)}`, {
    details: { setting: name, expected, found },
  });
}
