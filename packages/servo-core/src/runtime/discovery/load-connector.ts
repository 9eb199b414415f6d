import { pathToFileURL } from 'node:url';
import { type ConnectorClass, isConnectorClass } from '../../connector/connector-class.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Candidate } from './candidate.js';

/**
 * Imports a connector: the first time that any of its code runs.
 *
 * @throws {@link ServoError} `CONNECTOR_IMPORT_FAILED`, `CONNECTOR_EXPORT_MISSING` or `CONNECTOR_EXPORT_INVALID`.
 */
export async function loadConnector(candidate: Candidate): Promise<ConnectorClass> {
  const { package: owner, entry, export: exported } = candidate;
  const module = await load(candidate);
  if (!Object.hasOwn(module, exported)) {
    const found = Object.keys(module).toSorted().join(', ') || 'nothing';
    throw new ServoError(
      'CONNECTOR_EXPORT_MISSING',
      `${owner} announces the export ${exported} of ${entry}, which exports ${found}`,
      { hint: `Install another version of ${owner}, or tell its author.` },
    );
  }
  const type = module[exported];
  if (isConnectorClass(type)) return type;
  throw new ServoError('CONNECTOR_EXPORT_INVALID', `${exported} of ${owner} is not a connector class`, {
    hint: 'A connector extends Connector of @servo/core, or comes from defineConnector().',
  });
}

async function load({ name, package: owner, entry }: Candidate): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(entry).href)) as Readonly<Record<string, unknown>>; // what a module is
  } catch (error) {
    throw new ServoError(
      'CONNECTOR_IMPORT_FAILED',
      `The connector "${name}" cannot be loaded from ${entry}: ${ServoError.from(error).message}`,
      { cause: error, hint: `Install ${owner} and what it needs again, or tell its author.` },
    );
  }
}
