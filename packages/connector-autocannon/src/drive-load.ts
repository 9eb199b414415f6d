import { MeasurementFailedError } from '@servo/core';
import type { LoadMessage, LoadProgress, LoadSummary } from './load-message.js';
import type { LoadPlan } from './load-plan.js';

/** What {@link driveLoad} takes besides the plan. */
export interface DriveOptions {
  readonly signal: AbortSignal;
  /** The load begins now. */
  readonly onStart: () => void;
  readonly onProgress: (progress: LoadProgress) => void;
}

/**
 * Carries a load out in a thread of its own, which is gone when this settles; nothing outlives the process either.
 *
 * @throws {@link MeasurementFailedError} with the reason `load-failed` when the thread breaks, and the abort reason.
 */
export async function driveLoad(plan: LoadPlan, { signal, onStart, onProgress }: DriveOptions): Promise<LoadSummary> {
  const { Worker } = await import('node:worker_threads'); // dear to load, and most commands send no load
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<LoadSummary>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  // without execArgv the thread would inherit options that were meant for the program, such as --import
  const worker = new Worker(new URL('./worker/load-worker.js', import.meta.url), { workerData: plan, execArgv: [] });
  worker.on('message', (message: LoadMessage) => {
    if (message.kind === 'started') onStart();
    else if (message.kind === 'progress') onProgress(message);
    else resolve(message);
  });
  worker.once('error', (error) => reject(broken(error.message, error)));
  worker.once('exit', (code) => reject(broken(`it exited with code ${code}`)));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

function broken(why: string, cause?: unknown): MeasurementFailedError {
  return new MeasurementFailedError(`The thread that sends the load broke: ${why}`, { reason: 'load-failed', cause });
}
