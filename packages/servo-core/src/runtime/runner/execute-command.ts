import { z } from '../../zod.js';
import { ServoError } from '../../errors/servo-error.js';
import { formatAdjustments } from '../../model/adjustment.js';
import { control } from '../../model/control.js';
import { adjustParam, promoteKey } from '../../wire/adjust-param.js';
import { type CommandName, describeParam, measureParam } from '../../wire/command.js';
import { absentAnnotation, countsAnnotation } from '../../wire/completion.js';
import { toDescriptor } from '../../wire/descriptor.js';
import { toReadings } from '../../wire/readings.js';
import { fromState } from '../../wire/state.js';
import type { AdjustOptions, OperationOptions, Servo } from '../servo/servo.js';

/** A command with its parameters read: what it is about, and how to carry it out. */
export interface ReadyCommand {
  /** In a few words, for people: the settings to apply, the metrics to measure. */
  readonly detail: string;
  /** Carries it out and answers what the completion holds besides its status. */
  run(options: AdjustOptions): Promise<Readonly<Record<string, unknown>>>;
}

type Reader = (servo: Servo, param: unknown) => ReadyCommand;

const readers: Readonly<Record<Exclude<CommandName, 'SLEEP'>, Reader>> = {
  DESCRIBE: (servo, param) => {
    const { control: wanted } = read(describeParam, param);
    return {
      detail: '',
      run: async (options) => ({
        descriptor: toDescriptor(await servo.describe({ control: control(wanted ?? {}) }, options)),
      }),
    };
  },
  MEASURE: (servo, param) => {
    const { metrics, control: wanted } = read(measureParam, param);
    const input = { metrics: metrics ?? undefined, control: control(wanted ?? {}) };
    return { detail: metrics?.join(', ') || 'all metrics', run: async (options) => measured(servo, input, options) };
  },
  ADJUST: (servo, param) => {
    const { state, control: wanted } = read(adjustParam, param);
    const adjustments = fromState(state);
    const { userdata } = control(wanted ?? {});
    return {
      detail: formatAdjustments(adjustments),
      run: async (options) => {
        const result = await servo.adjust({ adjustments, control: control(wanted ?? {}) }, options);
        if (userdata?.[promoteKey] === true) await servo.promote(options);
        return { state: toDescriptor(result) };
      },
    };
  },
};

/**
 * Reads a command.
 *
 * @throws {@link ServoError} `COMMAND_UNKNOWN` or `COMMAND_INVALID`.
 */
export function readCommand(servo: Servo, name: string, param: unknown): ReadyCommand {
  if (Object.hasOwn(readers, name)) return readers[name as keyof typeof readers](servo, param ?? {}); // the line asks
  throw new ServoError(
    'COMMAND_UNKNOWN',
    `Unknown command "${name}"; known are ${Object.keys(readers).join(', ')}, SLEEP`,
  );
}

async function measured(
  servo: Servo,
  input: Parameters<Servo['measure']>[0],
  options: OperationOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const result = await servo.measure(input, options);
  const { absent = [], counts = {}, annotations } = result;
  const carried = {
    ...(absent.length > 0 && { [absentAnnotation]: JSON.stringify(absent) }),
    ...(Object.keys(counts).length > 0 && { [countsAnnotation]: JSON.stringify(counts) }),
  };
  return { metrics: toReadings(result), annotations: { ...annotations, ...carried } };
}

function read<T extends z.ZodType>(schema: T, param: unknown): z.output<T> {
  const outcome = schema.safeParse(param);
  if (outcome.success) return outcome.data;
  throw new ServoError(
    'COMMAND_INVALID',
    `The optimizer sent parameters that cannot be read: ${z.prettifyError(outcome.error)}`,
  );
}
