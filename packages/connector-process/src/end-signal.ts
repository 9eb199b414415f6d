import type { Child, ChildExit } from '@servo/core/process';

/** Returns a signal that aborts when the program ends, with a reason made of how it ended. */
export function endSignal({ exit }: Pick<Child, 'exit'>, reason: (exit: ChildExit) => unknown): AbortSignal {
  const controller = new AbortController();
  exit.then(
    (end) => controller.abort(reason(end)),
    (error: unknown) => controller.abort(error),
  );
  return controller.signal;
}
