import { z } from '../../zod.js';
import type { ConfigSchema } from '../../config/config-schema.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { CheckedSection } from '../config-file/checked-section.js';
import { joinErrors } from '../config-file/join-errors.js';
import type { Override } from '../config-file/laid-over-section.js';
import type { ConnectorEntry, ServoDocument } from '../config-file/servo-document.js';
import { validateSection } from '../config-file/validate-section.js';
import type { Discovery } from '../discovery/discover.js';
import { findConnector } from '../discovery/find-connector.js';
import { loadConnector } from '../discovery/load-connector.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';

/** What connectors are found and configured with. */
export interface SpecsOptions {
  readonly discovery: Discovery;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Told of every value of a stanza that an environment variable takes the place of. */
  readonly onOverride: (override: Override) => void;
  /** Told of every stanza that was found good. */
  readonly onChecked?: ((section: CheckedSection) => void) | undefined;
}

const nothing: ConfigSchema = z.strictObject({});

/**
 * Loads the connectors of a servo and checks their configuration.
 *
 * @throws {@link ConfigurationError} with the problems of all of them; what cannot be found or loaded is one at the place
 * that asks for it. The code is the one that all have in common, else `CONFIGURATION_INVALID`.
 */
export async function connectorSpecs(
  { connectors }: Pick<ServoDocument, 'connectors'>,
  options: SpecsOptions,
): Promise<readonly ConnectorSpec[]> {
  const outcomes = await Promise.allSettled(connectors.map((entry) => connectorSpec(entry, options)));
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  const unforeseen = failures.find((failure) => !(failure instanceof ConfigurationError));
  if (unforeseen !== undefined) throw unforeseen;
  if (failures.length > 0) throw joinErrors(failures as readonly ConfigurationError[]); // the line before asks
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

async function connectorSpec(
  entry: ConnectorEntry,
  { discovery, env, cwd, onOverride, onChecked }: SpecsOptions,
): Promise<ConnectorSpec> {
  const { key, connector, stanza } = entry;
  const type = await placed(entry, () => loadConnector(findConnector(connector, discovery)));
  const schema = type.config ?? nothing;
  const config = await validateSection(stanza, { schema, env, key, cwd, connector, onOverride, onChecked });
  return { name: key, type, config };
}

/** Makes a failure the problem of a place in the configuration; its code stays. */
async function placed<T>(entry: ConnectorEntry, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const { code, message, hint } = ServoError.from(error);
    throw new ConfigurationError([{ ...entry.place, message }], { code, hint, cause: error });
  }
}
