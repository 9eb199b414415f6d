import { ServoError } from '../errors/servo-error.js';

/** Keys of servo.yaml that mean something else, and so cannot be the name of a connector. */
export const reservedNames: readonly string[] = [
  'name',
  'description',
  'servo_uid',
  'optimizer',
  'connectors',
  'no_diagnostics',
  'settings',
  'checks',
  'control',
  'measure',
  'adjust',
  'optimization',
];
const pattern = /^[0-9a-zA-Z][0-9a-zA-Z_./-]{0,127}$/;

/** @throws {@link ServoError} `CONNECTOR_NAME_INVALID` when a key cannot name a connector. */
export function assertConnectorName(name: string): void {
  if (!pattern.test(name))
    throw new ServoError(
      'CONNECTOR_NAME_INVALID',
      `Expected a connector name of letters, digits, - _ . and /, got "${name}"`,
    );
  if (reservedNames.includes(name))
    throw new ServoError('CONNECTOR_NAME_INVALID', `"${name}" is a key of servo.yaml and cannot name a connector`);
}

/**
 * The key that a connector class has by default: its name without `Connector`, in snake_case.
 *
 * @example
 * defaultConnectorName('NewRelicConnector'); // 'new_relic'
 */
export function defaultConnectorName(className: string): string {
  const base = className.replace(/Connector$/, '');
  if (/^[A-Z0-9]+$/.test(base)) return base.toLowerCase();
  return base.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}
