import { ConfigurationError } from '../../errors/configuration-error.js';
import { readConnectorEntries } from '../config-file/connector-entries.js';
import { Failures } from '../config-file/failures.js';
import type { LoadOptions } from '../config-file/load-document.js';
import { loadDocuments } from '../config-file/load-documents.js';
import { type MisspeltVariable, misspeltVariables, type VariableSection } from '../config-file/misspelt-variables.js';
import type { ConfigDocument, ConfigDocuments } from '../config-file/read-config-file.js';
import { sharedVariables } from '../config-file/shared-variables.js';
import type { Override } from '../config-file/laid-over-section.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { Discovery } from '../discovery/discover.js';
import { connectorSpecs, type SpecsOptions } from './connector-specs.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';

/** What the documents of a file are checked with. */
export interface ValidateDocumentsOptions extends Pick<LoadOptions, 'env' | 'cwd'> {
  readonly discovery: Discovery;
  /** Told of each variable that nothing reads and that is nearly called like one that something does. */
  readonly onMisspelt?: ((found: MisspeltVariable) => void) | undefined;
}

/**
 * Reads the servos of a file and checks the sections of their connectors, whose classes are loaded; nothing is attached.
 *
 * @throws {@link ConfigurationError} with every problem of every document.
 */
export async function validateDocuments(
  documents: ConfigDocuments,
  options: ValidateDocumentsOptions,
): Promise<readonly ServoDocument[]> {
  const { env, cwd, discovery, onMisspelt } = options;
  const known = discovery.candidates.map(({ name }) => name);
  const failures = new Failures();
  const loaded = await failures.gather(() => loadDocuments(documents, { env, cwd, known }));
  const specs: ConnectorSpec[] = [];
  const overrides: Override[][] = [];
  for (const document of documents) {
    const own: Override[] = [];
    overrides.push(own);
    const onOverride = (override: Override): void => void own.push(override);
    specs.push(...((await failures.gather(() => checkConnectors(document, { ...options, known, onOverride }))) ?? []));
  }
  const problems = sharedVariables(overrides);
  await failures.gather(() => {
    if (problems.length > 0) throw new ConfigurationError(problems);
  });
  failures.throwIfAny();
  if (onMisspelt) for (const found of misspeltVariables(env, sectionsOf(specs))) onMisspelt(found);
  return loaded ?? [];
}

/** Checks the sections of the connectors of a document, also where the rest of it is wrong. */
async function checkConnectors(
  document: ConfigDocument,
  {
    env,
    cwd,
    discovery,
    known,
    onOverride,
  }: ValidateDocumentsOptions & Pick<SpecsOptions, 'onOverride'> & { readonly known: readonly string[] },
): Promise<readonly ConnectorSpec[]> {
  const { entries: connectors } = readConnectorEntries(document, { env, known }); // whoever loads it tells the problems
  return await connectorSpecs({ connectors }, { discovery, env, cwd, onOverride });
}

function sectionsOf(specs: readonly ConnectorSpec[]): readonly VariableSection[] {
  return specs.flatMap(({ name, type: { config } }) => (config ? [{ key: name, schema: config }] : []));
}
