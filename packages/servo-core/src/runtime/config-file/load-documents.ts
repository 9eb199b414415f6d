import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { joinErrors } from './join-errors.js';
import { loadDocument, type LoadOptions } from './load-document.js';
import { sharedVariables } from './shared-variables.js';
import type { ConfigDocument, ConfigDocuments } from './read-config-file.js';
import { servoName } from './servo-name.js';
import type { ServoDocument } from './servo-document.js';

/**
 * Reads the servos of a file, one from each document. Each has a name of its own, and no variable takes the place of what
 * several of them say.
 *
 * @throws {@link ConfigurationError} with the problems of all documents.
 */
export async function loadDocuments(
  documents: ConfigDocuments,
  options: LoadOptions,
): Promise<readonly ServoDocument[]> {
  const failures: ConfigurationError[] = [];
  const loaded: ServoDocument[] = [];
  for (const document of documents)
    try {
      loaded.push(await loadDocument(document, options));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      failures.push(error);
    }
  if (failures.length > 0) throw joinErrors(failures);
  const overrides = loaded.map((each) => each.overrides);
  const problems = [...sameNames(documents, loaded), ...sharedVariables(overrides)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return loaded;
}

function sameNames(
  documents: readonly ConfigDocument[],
  loaded: readonly ServoDocument[],
): readonly ConfigurationProblem[] {
  const names = loaded.map(servoName);
  return documents.flatMap(({ source }, index) => {
    const name = names[index];
    if (name === undefined || names.indexOf(name) === index) return [];
    return [
      source.problem('name' in (documents[index]?.values ?? {}) ? ['name'] : [], {
        message: `another servo of this file is called "${name}" as well`,
        hint: 'give each document a "name" of its own',
      }),
    ];
  });
}
