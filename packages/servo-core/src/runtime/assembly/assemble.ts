import { join } from 'node:path';
import type { AssemblyView } from '../../connector/current-context.js';
import { coreVersion } from '../../core-version.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { silentLogger } from '../../logging/silent-logger.js';
import { systemClock } from '../../time/system-clock.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { validateSection } from '../config-file/validate-section.js';
import { discover, type Discovery } from '../discovery/discover.js';
import { findConnector } from '../discovery/find-connector.js';
import { loadConnector } from '../discovery/load-connector.js';
import type { Fetch } from '../optimizer-client/authorization.js';
import { remoteFetch } from '../optimizer-client/remote-fetch.js';
import type { ConnectorSpec } from '../servo/connector-roster.js';
import { Servo } from '../servo/servo.js';
import { lockState } from '../state/state-lock.js';
import type { AssembleOptions } from './assemble-options.js';
import { Assembly } from './assembly.js';
import { createDrive } from './create-drive.js';
import { Member } from './member.js';

/**
 * Makes the servos of some documents: finds and loads their connectors, checks their configuration, and attaches them.
 *
 * @throws {@link ConfigurationError} with the problems of all stanzas; {@link ServoError} when a connector cannot be
 * used or the state directory is taken.
 * @example
 * const document = await loadDocument(await readConfigFile({ path, cwd, env }), { env, cwd, known });
 * await using assembly = await assemble({ documents: [document], env, cwd, stateDir: '.servo' });
 */
export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { cwd, stateDir, documents, readOnly = false } = options;
  const discovery = options.discovery ?? discover(cwd);
  const network = remoteFetch();
  const resources: AsyncDisposable[] = [network];
  if (!readOnly) resources.push(await lockState(stateDir));
  const create = (document: ServoDocument, assembly: AssemblyView): Promise<Member> =>
    createMember(document, { assembly, discovery, options: { fetch: network, ...options } });
  const assembly = new Assembly({ create, resources });
  try {
    for (const document of documents) await assembly.addServo(document);
    return assembly;
  } catch (error) {
    await assembly[Symbol.asyncDispose]();
    throw error;
  }
}

async function createMember(
  document: ServoDocument,
  {
    assembly,
    discovery,
    options,
  }: { assembly: AssemblyView; discovery: Discovery; options: AssembleOptions & { readonly fetch: Fetch } },
): Promise<Member> {
  const { env, cwd, clock = systemClock, signal } = options;
  const name = document.name ?? nameOf(document) ?? 'servo';
  const specs = await connectorSpecs(document, { discovery, options });
  const logger = (options.logger ?? silentLogger).child({ servo: name });
  const stateDir = document.name === undefined ? options.stateDir : join(options.stateDir, document.name);
  const servo = new Servo({ name, clock, logger, env, cwd, stateDir, assembly });
  try {
    for (const spec of specs) await servo.addConnector(spec, { signal });
  } catch (error) {
    await servo[Symbol.asyncDispose]();
    throw error;
  }
  const drive = () => createDrive({ servo, document, stateDir, clock, logger, options, version: coreVersion });
  return new Member({ servo, logger, drive });
}

function nameOf({ optimizer }: ServoDocument): string | undefined {
  if (optimizer?.kind === 'opsani') return optimizer.id;
  return optimizer?.kind === 'appdynamics' ? optimizer.optimizerId : undefined;
}

async function connectorSpecs(
  { connectors }: ServoDocument,
  { discovery, options: { env, cwd } }: { discovery: Discovery; options: AssembleOptions },
): Promise<readonly ConnectorSpec[]> {
  const problems: ConfigurationProblem[] = [];
  const specs: ConnectorSpec[] = [];
  for (const { key, connector, stanza } of connectors) {
    const type = await loadConnector(findConnector(connector, discovery));
    try {
      const config = type.config ? await validateSection(stanza, { schema: type.config, env, key, cwd }) : {};
      specs.push({ name: key, type, config });
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return specs;
}
