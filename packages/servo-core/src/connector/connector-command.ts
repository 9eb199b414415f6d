import type { Clock } from '../time/clock.js';
import type { ConnectorPort } from '../events/connector-port.js';

/** An option of a command, as data: `--rate 50`. */
export interface ConnectorCommandOption {
  readonly type: 'string' | 'number' | 'boolean';
  /** One line of help. */
  readonly describe: string;
  /** A single letter. */
  readonly alias?: string;
  readonly choices?: readonly string[];
  /** Whether the command cannot do without. @default false */
  readonly required?: boolean;
}

/** What stands after a command, in order: `servo prometheus query EXPRESSION`. */
export interface ConnectorCommandArgument {
  readonly name: string;
  /** One line of help. */
  readonly describe: string;
  /** @default false */
  readonly required?: boolean;
}

/** What an operator gave; what was not given is absent. */
export type ConnectorCommandInput = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a command works with. */
export interface ConnectorCommandContext {
  /** Aborts when the operator interrupts. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How many columns the operator's terminal has. */
  readonly columns: number;
  /** Says how far the command is; shown where a line can be replaced. */
  progress(percent: number, message?: string): void;
  /** Shows lines that the next call replaces, as a live table; does nothing where they cannot be replaced. */
  live(lines: readonly string[]): void;
}

/** What a command found. */
export interface ConnectorCommandResult {
  /** For programs, as JSON. */
  readonly facts: object;
  /** For people. */
  readonly lines: readonly string[];
}

/**
 * A command that a connector adds to the command line, as `servo <connector> <command>`. The manifest names it, with one
 * line of help.
 *
 * @example
 * export class TraceConnector extends Base {
 *   static readonly commands = {
 *     replay: {
 *       options: { id: { type: 'string', describe: 'Which trace', required: true } },
 *       run: async (connector: TraceConnector, { id }, { signal }) => {
 *         const spans = await connector.replay(String(id), signal);
 *         return { facts: { spans }, lines: [`${spans} spans`] };
 *       },
 *     },
 *   } satisfies ConnectorCommands<TraceConnector>;
 * }
 */
export interface ConnectorCommand<C extends ConnectorPort = ConnectorPort> {
  readonly arguments?: readonly ConnectorCommandArgument[];
  readonly options?: Readonly<Record<string, ConnectorCommandOption>>;
  /** Command lines after `servo <connector> <command>`, and what each is for. */
  readonly examples?: readonly (readonly [line: string, what: string])[];
  /**
   * Whether it only looks: it then runs also while another process runs the servo, as `servo describe` does; `otherServo`
   * of the host tells.
   * @default false
   */
  readonly readOnly?: boolean;
  /** Carries it out with the connector attached, but not started. */
  run(
    connector: C,
    input: ConnectorCommandInput,
    context: ConnectorCommandContext,
  ): Promise<ConnectorCommandResult> | ConnectorCommandResult;
}

/** The commands of a connector, by name. */
export type ConnectorCommands<C extends ConnectorPort = ConnectorPort> = Readonly<Record<string, ConnectorCommand<C>>>;
