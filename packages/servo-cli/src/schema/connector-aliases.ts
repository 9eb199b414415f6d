import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '@servo/core';
import { readConfigFile } from '@servo/core/documents';

/** A name that servo.yaml gives a connector. */
export interface ConnectorAlias {
  readonly key: string;
  /** The connector's own name, without that of its package. */
  readonly connector: string;
}

/** The names that a servo.yaml gives its connectors; none where there is no such file, or it is being written just now. */
export async function connectorAliases(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly ConnectorAlias[]> {
  if (!existsSync(path)) return [];
  try {
    const documents = await readConfigFile({ path, cwd: dirname(path), env });
    return documents.flatMap(({ values: { connectors } }) =>
      typeof connectors === 'object' && connectors !== null && !Array.isArray(connectors)
        ? Object.entries(connectors).map(([key, value]) => ({ key, connector: String(value).replace(/^.*\//, '') }))
        : [],
    );
  } catch (error) {
    if (error instanceof ConfigurationError) return [];
    throw error;
  }
}
