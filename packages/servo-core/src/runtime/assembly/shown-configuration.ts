import type { ConnectorSpec } from '../../connector/connector-spec.js';
import { optimizerSchemas } from '../config-file/optimizer-section.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { shownSection } from '../config-file/shown-section.js';
import { checkSettings, servoIdentity, servoSettings } from '../config-file/top-level-schemas.js';

/** The configuration in force, as plain JSON in the form of servo.yaml; secrets are masked. */
export function shownConfiguration(
  { name, description, servoUid, wantsDiagnostics, optimizer, connectors, settings, checks }: ServoDocument,
  specs: readonly ConnectorSpec[],
): Readonly<Record<string, unknown>> {
  const identity = { name, description, servoUid, noDiagnostics: !wantsDiagnostics };
  const stanzas = specs.flatMap(({ name: key, type, config }) =>
    type.config ? [[key, shownSection(config, type.config)] as const] : [],
  );
  return {
    ...(shownSection(identity, servoIdentity) as object), // as it was given
    ...(optimizer && { optimizer: shownSection(optimizer, optimizerSchemas[optimizer.kind]) }),
    connectors: Object.fromEntries(connectors.map(({ key, connector }) => [key, connector])),
    settings: shownSection(settings, servoSettings),
    checks: shownSection(checks, checkSettings),
    ...Object.fromEntries(stanzas),
  };
}
