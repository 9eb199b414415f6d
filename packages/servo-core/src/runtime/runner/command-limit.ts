import { Duration } from '../../time/duration.js';
import type { CommandName } from '../../wire/command.js';

const minute = 60_000;
// What a command may take besides the time that it asks for: generous, as it only ends what hangs.
const allowances: ReadonlyMap<string, number> = new Map(
  Object.entries({
    DESCRIBE: 10 * minute,
    MEASURE: 60 * minute,
    ADJUST: 60 * minute,
  }),
);

/** How long a command may take, in milliseconds: the times that its control asks for, and an allowance. */
export function commandLimit(command: CommandName, param: unknown): number {
  const control = property(param, 'control');
  const asked = ['duration', 'delay', 'past', 'warmup', 'settlement'].map((name) =>
    milliseconds(property(control, name)),
  );
  return asked.reduce((sum, each) => sum + each, allowances.get(command) ?? 10 * minute);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function milliseconds(value: unknown): number {
  if (typeof value !== 'string' && typeof value !== 'number') return 0;
  try {
    return Math.max(0, Duration.from(value).milliseconds);
  } catch {
    return 0; // whoever reads the command says what is wrong with it
  }
}
