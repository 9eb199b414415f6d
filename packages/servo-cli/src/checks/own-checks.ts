import { type Check, type CheckFilter, matchesCheck, ServoError } from '@servo/core';
import { located } from '../located.js';
import { loadOptimizer } from '../load-optimizer.js';
import type { AttachedServo } from '../open-servo.js';

const optimizerCheck = { name: 'the optimizer has what it needs', id: 'optimizer', severity: 'critical' } as const;

/**
 * Checks what is no connector's own matter: that an optimizer is configured, and, of an embedded one, that the connectors
 * offer what its configuration names.
 *
 * @throws the abort reason, when the operator interrupts.
 */
export async function ownChecks(
  servo: AttachedServo,
  matching: CheckFilter,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const { optimizer } = servo.document;
  if (optimizer && optimizer.kind !== 'embedded') return []; // what it needs is known to it alone
  if (!matchesCheck(optimizerCheck, matching)) return [];
  try {
    await planOf(servo, signal);
    return [{ ...optimizerCheck, success: true }];
  } catch (error) {
    signal.throwIfAborted();
    const { message, hint } = ServoError.from(located(error, servo.written));
    return [{ ...optimizerCheck, success: false, message, hint }];
  }
}

/** Makes the plan of the study, which throws what a run would. */
async function planOf({ servo, document: { optimizer, file } }: AttachedServo, signal: AbortSignal): Promise<void> {
  if (optimizer?.kind !== 'embedded')
    throw new ServoError('OPTIMIZER_MISSING', `${file} names no optimizer`, {
      hint: 'Add "optimizer: {kind: embedded, minimize: price}" to it, or set OPSANI_OPTIMIZER and OPSANI_TOKEN.',
    });
  const { planStudy } = await loadOptimizer();
  planStudy({ config: optimizer, description: await servo.describe({}, { signal }) });
}
