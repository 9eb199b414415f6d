import { ServoError } from '@servo/core';

/** The servos of this name, all of them when none is asked for. @throws {@link ServoError} `SERVO_UNKNOWN`. */
export function namedServos<T extends { readonly name: string }>(
  servos: readonly T[],
  name: string | undefined,
): readonly T[] {
  if (name === undefined) return servos;
  const found = servos.filter((servo) => servo.name === name);
  if (found.length > 0) return found;
  throw new ServoError('SERVO_UNKNOWN', `There is no servo "${name}"`, {
    hint: `--name can be ${servos.map((servo) => servo.name).join(', ')}.`,
  });
}
