import { systemClock } from '@servo/core';
import type { DispatchScope, Servo } from '@servo/core/runtime';
import type { CommandContext } from './command.js';
import { type Interruption, interruption } from './interruption.js';
import {
  type Configuration,
  type ConfiguredServo,
  everyServo,
  onlyServo,
  openAssembly,
  readConfiguration,
} from './open-assembly.js';
import { ProgressDisplay } from './output/progress-display.js';

/** A servo with its connectors attached, and what servo.yaml says of it. */
export interface AttachedServo extends Omit<ConfiguredServo, 'name'> {
  readonly servo: Servo;
}

/** What an operation of a command is carried out with. */
export interface OperationContext {
  /** Aborts when the operator interrupts. */
  readonly signal: AbortSignal;
  /** Shows how far the operation is. */
  readonly scope: DispatchScope;
}

/** A servo for one operation of a command. */
export interface OpenedServo extends AttachedServo, OperationContext, AsyncDisposable {}

/** The servos of a configuration for one operation of a command. */
export interface OpenedServos extends OperationContext, AsyncDisposable {
  readonly servos: readonly AttachedServo[];
  readonly configuration: Configuration;
}

/** How a servo is opened. */
export interface OpenServoOptions {
  /** Whether the command only looks: it then runs beside another servo process. */
  readonly readOnly?: boolean;
  /** What is being done, in one word, for the line that shows how far it is. */
  readonly doing?: string;
}

/** Makes the servo that the configuration describes, for a command that does one thing and ends. */
export async function openServo(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  options: OpenServoOptions = {},
): Promise<OpenedServo> {
  const { servos, ...rest } = await open(args, context, options, (configuration) => [onlyServo(configuration)]);
  const [only] = servos as [AttachedServo]; // made from the only one
  return { ...only, ...rest };
}

/** Makes all servos that the configuration describes, or the one that is selected, for a command that does one thing. */
export async function openServos(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  options: OpenServoOptions = {},
): Promise<OpenedServos> {
  return open(args, context, options, everyServo);
}

async function open(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  { readOnly = false, doing = 'working' }: OpenServoOptions,
  select: (configuration: Configuration) => readonly ConfiguredServo[],
): Promise<OpenedServos> {
  const { terminal } = context;
  const stop: Interruption = interruption((name) =>
    terminal.note(`${name}: ending in good order; once more ends at once`),
  );
  const { signal } = stop;
  const made = async () => {
    const configuration = await readConfiguration(args, context);
    const wanted = select(configuration);
    const assembly = await openAssembly(configuration, { args, context, options: { readOnly, signal } });
    return { configuration, wanted, assembly };
  };
  const { configuration, wanted, assembly } = await made().catch((error: unknown) => {
    stop[Symbol.dispose]();
    throw error;
  });
  const progress = new ProgressDisplay({ terminal, clock: systemClock, doing });
  return {
    servos: attached(assembly.servos, wanted),
    configuration,
    signal,
    scope: { onProgress: progress.take },
    [Symbol.asyncDispose]: async () => {
      progress[Symbol.dispose]();
      await assembly[Symbol.asyncDispose]();
      stop[Symbol.dispose]();
    },
  };
}

/** Puts servos and what they were made from together, which have the same order. */
export function attached(servos: readonly Servo[], configured: readonly ConfiguredServo[]): readonly AttachedServo[] {
  return configured.flatMap(({ document, written }, index) => {
    const servo = servos[index];
    return servo ? [{ servo, document, written }] : [];
  });
}
