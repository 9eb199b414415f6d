import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '@servo/core';
import { readConfigFile } from '@servo/core/documents';

/** A name that servo.yaml gives a connector. */
export interface ConnectorAlias {
  readonly key: string;
  /** As it is written: perhaps with its package. */
  readonly connector: string;
}

/**
 * The names that the documents of a servo.yaml give their connectors, each once; none where there is no such file, or it is
 * being written just now. What variables hold does not matter.
 */
export async function connectorAliases(path: string): Promise<readonly ConnectorAlias[]> {
  if (!existsSync(path)) return [];
  try {
    const documents = await readConfigFile({ path, cwd: dirname(path), env: undefined });
    const aliases = documents.flatMap(({ values: { connectors } }) =>
      typeof connectors === 'object' && connectors !== null && !Array.isArray(connectors)
        ? Object.entries(connectors).map(([key, value]) => ({ key, connector: String(value) }))
        : [],
    );
    return [...new Map(aliases.map((each) => [`${each.key} ${each.connector}`, each])).values()];
  } catch (error) {
    if (error instanceof ConfigurationError) return [];
    throw error;
  }
}
