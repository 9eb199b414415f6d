import { type ConnectorCommandContext, type ConnectorCommand, ServoError, systemClock } from '@servo/core';
import type { Candidate, ServoDocument } from '@servo/core/documents';
import type { CommandContext } from './command.js';
import { connectorCommandInput } from './connector-command-options.js';
import { openServo } from './open-servo.js';
import { printResult } from './output/print-result.js';
import type { Terminal } from './terminal.js';

/** A command of a connector that an operator wants. */
export interface WantedCommand {
  readonly candidate: Candidate;
  readonly name: string;
  /** What the class says of it; its absence is told when it is carried out. */
  readonly command: ConnectorCommand | undefined;
}

/** Attaches the servo, lets one of its connectors carry out a command, and shows the result. */
export async function runConnectorCommand(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  { candidate, name, command }: WantedCommand,
): Promise<number> {
  const input = command ? connectorCommandInput(command, args) : {};
  await using opened = await openServo(args, context, { readOnly: command?.readOnly === true });
  const connector = instanceOf(candidate, opened.document, args['connector'] as string | undefined); // its option's type
  const { terminal } = context;
  let table: readonly string[] = [];
  const live = (lines: readonly string[]): void => terminal.live((table = lines));
  const asked = { connector, input, context: { ...commandContext(terminal, opened.signal), live } };
  const result = await opened.servo.command(name, asked).catch((error: unknown) => {
    if (opened.signal.aborted && terminal.interactive) for (const line of table) terminal.note(line); // what came so far
    throw error;
  });
  terminal.status(undefined);
  return await printResult(terminal, args, { facts: result.facts, lines: () => result.lines });
}

function commandContext(terminal: Terminal, signal: AbortSignal): Omit<ConnectorCommandContext, 'live'> {
  return {
    signal,
    clock: systemClock,
    columns: terminal.columns,
    progress: (percent, message) => terminal.status(`${percent.toFixed(0)} %${message ? ` · ${message}` : ''}`),
  };
}

/** The connector of servo.yaml that a command is for. */
function instanceOf({ name, package: owner }: Candidate, document: ServoDocument, wanted: string | undefined): string {
  const keys = document.connectors
    .filter(({ connector }) => connector === name || connector === `${owner}/${name}`)
    .map(({ key }) => key);
  const [first, second] = keys;
  if (first === undefined)
    throw new ServoError('CONNECTOR_NOT_FOUND', `${document.file} has no connector "${name}"`, {
      hint: `Add it to "connectors", with a section "${name}".`,
    });
  if (wanted !== undefined && !keys.includes(wanted))
    throw new ServoError('USAGE_INVALID', `Expected --connector to be ${keys.join(' or ')}, got "${wanted}"`);
  if (wanted === undefined && second !== undefined)
    throw new ServoError('USAGE_INVALID', `${document.file} has several: ${keys.join(', ')}`, {
      hint: `Say which: --connector ${first}.`,
    });
  return wanted ?? first;
}
