import type { ConfigDocument, DispatchScope, Servo, ServoDocument } from '@servo/core/runtime';
import type { CommandContext } from './command.js';
import { type Interruption, interruption } from './interruption.js';
import { onlyServo, openAssembly, readConfiguration } from './open-assembly.js';

/** A servo for one operation of a command. */
export interface OpenedServo extends AsyncDisposable {
  readonly servo: Servo;
  /** What servo.yaml says of it. */
  readonly document: ServoDocument;
  /** The same as it was written, with where everything stood. */
  readonly written: ConfigDocument;
  /** Aborts when the operator interrupts. */
  readonly signal: AbortSignal;
  /** Shows how far the operation is. */
  readonly scope: DispatchScope;
}

/** How a servo is opened. */
export interface OpenServoOptions {
  /** Whether the command only looks: it then runs beside another servo process. */
  readonly readOnly?: boolean;
}

/** Makes the servo that the configuration describes, for a command that does one thing and ends. */
export async function openServo(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  { readOnly = false }: OpenServoOptions = {},
): Promise<OpenedServo> {
  const { terminal } = context;
  const stop: Interruption = interruption((name) =>
    terminal.note(`${name}: ending in good order; once more ends at once`),
  );
  const { signal } = stop;
  const configuration = await readConfiguration(args, context);
  const { document, written } = onlyServo(configuration);
  const assembly = await openAssembly(configuration, { args, context, options: { readOnly, signal } });
  const [servo] = assembly.servos as [Servo]; // made from that document
  return {
    servo,
    document,
    written,
    signal,
    scope: {
      onProgress: ({ connector, percent, message }) =>
        terminal.status(`${connector} ${percent.toFixed(0)} %${message ? ` · ${message}` : ''}`),
    },
    [Symbol.asyncDispose]: async () => {
      terminal.status(undefined);
      await assembly[Symbol.asyncDispose]();
      stop[Symbol.dispose]();
    },
  };
}
