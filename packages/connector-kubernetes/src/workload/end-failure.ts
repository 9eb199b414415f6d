import { AdjustmentFailedError, type EventContext } from '@servo/core';
import { workloadText } from '../config/workload.js';
import { beforeAnnotation } from '../writing/record.js';
import { type Change, takeBack, type TakeBackOptions } from './take-back.js';
import { takeBackFailed } from './take-back-failed.js';
import type { TargetOptions } from './target.js';

type Options = TakeBackOptions & Pick<TargetOptions, 'logger'>;
type Context = Pick<EventContext, 'signal' | 'guard'>;

/** Does with a workload whose adjustment failed what the configuration says, and throws why it failed. */
export async function endFailure(error: unknown, change: Change, options: Options, context: Context): Promise<never> {
  const { onFailure } = options.workload;
  if (onFailure === 'exception') throw error;
  const isShutDown = onFailure === 'shutdown' && !context.signal.aborted && !isOthers(error);
  if (isShutDown) await afterwards(error, options, () => shutDown(options, context));
  else await takeBackAfter(error, change, options, context);
  throw error;
}

/** Takes back a change because of an error, which is told beside one of the taking back. */
export async function takeBackAfter(error: unknown, change: Change, options: Options, context: Context): Promise<void> {
  await afterwards(error, options, () => takeBack(change, options, context));
}

async function afterwards(error: unknown, { workload }: Options, act: () => Promise<void>): Promise<void> {
  const name = workloadText(workload);
  const hint = `The annotation ${beforeAnnotation} of ${name} holds the patch that brings it back.`;
  try {
    await act();
  } catch (cause) {
    throw takeBackFailed({ name, hint }, error, cause);
  }
}

/** What somebody else did to a workload is no reason to stop it. */
function isOthers(error: unknown): boolean {
  return error instanceof AdjustmentFailedError && error.reason === 'changed-elsewhere';
}

async function shutDown({ writer, workload, logger }: Options, context: Context): Promise<void> {
  logger.warn(`adjustment failed: shutting down the pods of ${workloadText(workload)}`);
  await writer.write(await writer.read(context.signal), [{ at: 'replicas', value: 0 }], context);
}
