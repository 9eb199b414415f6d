import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { Failures } from './failures.js';
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
  const failures = new Failures();
  const loaded: ServoDocument[] = [];
  for (const document of documents)
    await failures.gather(async () => void loaded.push(await loadDocument(document, options)));
  failures.throwIfAny();
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
