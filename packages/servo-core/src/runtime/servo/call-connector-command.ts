import type {
  ConnectorCommandContext,
  ConnectorCommandInput,
  ConnectorCommandResult,
} from '../../connector/connector-command.js';
import { contextStorage, type CurrentContext } from '../../connector/current-context.js';
import { ServoError } from '../../errors/servo-error.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';

/** What a command of a connector is carried out with. */
export interface ConnectorCommandOptions {
  /** The connector's name in the servo. */
  readonly connector: string;
  readonly input: ConnectorCommandInput;
  readonly context: ConnectorCommandContext;
}

/**
 * Carries out a command of a connector, where logs know which.
 *
 * @throws {@link ServoError} `CONNECTOR_COMMAND_MISSING` when its class has none of that name.
 */
export async function callConnectorCommand(
  { type, instance, name: connector }: MountedConnector,
  name: string,
  { input, context, current }: Omit<ConnectorCommandOptions, 'connector'> & { readonly current: CurrentContext },
): Promise<ConnectorCommandResult> {
  const { commands = {} } = type;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return contextStorage.run({ ...current, connector }, async () => command.run(instance, input, context));
  throw new ServoError('CONNECTOR_COMMAND_MISSING', `The connector "${connector}" has no command "${name}"`, {
    hint: `It has ${Object.keys(commands).join(', ') || 'none'}; its manifest may name others. Tell its author.`,
  });
}
