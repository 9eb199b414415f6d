import { ServoError } from '@servo/core';
import type { EmbeddedOptimizerFactory } from '@servo/core/wire';
import type * as Optimizer from '@servo/optimizer';
import type { Configuration } from './open-assembly.js';

/** Loads the embedded optimizer; only runs and plans need it, and a deployment with a remote one needs none. */
export async function loadOptimizer(): Promise<typeof Optimizer> {
  try {
    return await import('@servo/optimizer');
  } catch (error) {
    throw new ServoError(
      'OPTIMIZER_NOT_INSTALLED',
      'The configuration asks for the embedded optimizer, which is not installed',
      {
        cause: error,
        hint: 'npm install --save-exact @servo/optimizer',
      },
    );
  }
}

/** The factory of embedded optimizers where the configuration asks for one. */
export async function optimizerFactory({ servos }: Configuration): Promise<EmbeddedOptimizerFactory | undefined> {
  return servos.some(({ document }) => document.optimizer?.kind === 'embedded')
    ? (await loadOptimizer()).embeddedOptimizer
    : undefined;
}
