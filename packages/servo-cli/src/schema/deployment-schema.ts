import { dirname } from 'node:path';
import { ServoError } from '@servo/core';
import {
  type Candidate,
  type ConnectorSection,
  connectorSchema,
  discover,
  documentSchema,
  loadConnector,
  type SchemaText,
} from '@servo/core/documents';
import type { CommandContext } from '../command.js';
import { fullName, usableConnector } from '../usable-connector.js';
import { connectorAliases } from './connector-aliases.js';

/** What of a deployment a schema is about. */
export interface DeploymentSchemaOptions {
  readonly configFile: string;
  /** The section of this connector alone. */
  readonly connector?: string | undefined;
  /** Without the sections of connectors. */
  readonly topLevel?: boolean;
}

/**
 * Makes the JSON Schema of servo.yaml for the connectors that a deployment has, by the names too that servo.yaml gives
 * them. A connector that cannot be loaded is told of, and may hold anything.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_FOUND` for one that there is not.
 */
export async function deploymentSchema(
  { terminal }: Pick<CommandContext, 'terminal'>,
  { configFile, connector, topLevel = false }: DeploymentSchemaOptions,
): Promise<SchemaText> {
  const { candidates } = discover(dirname(configFile));
  const usable = candidates.filter(({ refusal }) => !refusal);
  if (connector !== undefined) return connectorSchema(await section(usableConnector(connector, usable)));
  const sections = new Map<Candidate, ConnectorSection>();
  for (const candidate of topLevel ? [] : usable)
    await section(candidate).then(
      (each) => sections.set(candidate, each),
      (error: unknown) => {
        terminal.complain(`${candidate.name} is left open: ${ServoError.from(error).message}`);
        sections.set(candidate, { key: candidate.name, schema: anything });
      },
    );
  const aliases = await connectorAliases(configFile);
  const renamed = aliases.flatMap(({ key, connector }) =>
    [...sections].flatMap(([candidate, each]) =>
      [candidate.name, fullName(candidate)].includes(connector) && candidate.name !== key ? [{ ...each, key }] : [],
    ),
  );
  const isOnlyOne = ({ name }: Candidate): boolean => usable.filter((each) => each.name === name).length === 1;
  const names = usable.flatMap((each) => [...(isOnlyOne(each) ? [each.name] : []), fullName(each)]);
  return documentSchema([...sections.values(), ...renamed], names);
}

async function section(candidate: Candidate): Promise<ConnectorSection> {
  const { name: key, description } = candidate;
  return { key, description, schema: (await loadConnector(candidate)).config };
}

const anything = { '~standard': { version: 1, vendor: 'servo', validate: (value: unknown) => ({ value }) } } as const;
