import { constants } from 'node:os';
import { Shutdown } from '@servo/core/runtime';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const;

/** The operator's wish to stop, as a signal. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Turns SIGINT, SIGTERM, SIGHUP and SIGUSR1, as far as the system has them, into an abort; a second one ends the
 * process at once. When nobody reads what is written any more, that is a wish to stop, too.
 */
export function interruption(onFirst: (name: string) => void): Interruption {
  const controller = new AbortController();
  const numbers: Readonly<Record<string, number | undefined>> = constants.signals; // not every system has each
  const handlers = names.flatMap((name) => {
    const number = numbers[name];
    if (number === undefined) return [];
    const handler = (): void => {
      if (controller.signal.aborted) process.exit(128 + number);
      onFirst(name);
      controller.abort(new Shutdown(name));
    };
    process.on(name, handler);
    return [[name, handler] as const];
  });
  const unread = (): void => controller.abort(new Shutdown('SIGPIPE'));
  process.stdout.on('error', unread);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      handlers.forEach(([name, handler]) => process.off(name, handler));
      process.stdout.off('error', unread);
    },
  };
}
