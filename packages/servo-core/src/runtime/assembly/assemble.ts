import type { Override } from '../config-file/laid-over-section.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { misspeltVariables, type VariableSection } from '../config-file/misspelt-variables.js';
import { sharedVariables } from '../config-file/shared-variables.js';
import { discover } from '../discovery/discover.js';
import { postBy } from '../optimizer-client/post.js';
import { remotePost } from '../optimizer-client/remote-post.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';
import { lockState, stateHolder } from '../state/state-lock.js';
import type { AssembleOptions } from './assemble-options.js';
import { Assembly } from './assembly.js';
import { connectorSpecs } from './connector-specs.js';
import { createMember } from './create-member.js';

/**
 * Makes the servos of some documents: finds and loads their connectors, checks their configuration, and attaches them.
 *
 * @throws {@link ConfigurationError} with the problems of all stanzas, connectors that cannot be used included;
 * {@link ServoError} when two connectors claim one metric or component, or the state directory is taken.
 * @example
 * const documents = await loadDocuments(await readConfigFile({ path, cwd, env }), { env, cwd, known });
 * await using assembly = await assemble({ documents, env, cwd, stateDir: '.servo' });
 */
export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { cwd, env, stateDir, documents, logger, readOnly = false } = options;
  const discovery = options.discovery ?? discover(cwd);
  const network = remotePost(env);
  const resources: AsyncDisposable[] = [network];
  if (!readOnly) resources.push(await lockState(stateDir));
  const otherServo = readOnly ? await stateHolder(stateDir) : undefined;
  const post = options.fetch ? postBy(options.fetch) : network;
  let sections: VariableSection[] | undefined = [];
  const overrides: (readonly Override[])[] = [];
  const onSpecs = (specs: readonly ConnectorSpec[], own: readonly Override[]): void => {
    if (sections) overrides.push(own);
    for (const { name: key, type } of specs) if (type.config) sections?.push({ key, schema: type.config });
  };
  const assembly: Assembly = new Assembly({
    create: (document) =>
      createMember(document, { assembly, discovery, options: { ...options, post, otherServo }, onSpecs }),
    check: (document) => connectorSpecs(document, { discovery, env, cwd, onOverride: () => {} }),
    resources,
    logger,
    clock: options.clock,
  });
  try {
    for (const document of documents) await assembly.addServo(document);
    const problems = sharedVariables(overrides);
    if (problems.length > 0) throw new ConfigurationError(problems);
    for (const { variable, nearest } of misspeltVariables(env, sections))
      logger?.warn(`Nothing reads the variable ${variable}; did you mean ${nearest}?`);
    sections = undefined; // what comes later is not asked about again
    return assembly;
  } catch (error) {
    await assembly[Symbol.asyncDispose]();
    throw error;
  }
}
