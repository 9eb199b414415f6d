import { Shutdown } from '@servo/core/runtime';

const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** The operator's wish to stop, as a signal. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort; a second one ends the process at once. When nobody reads what is
 * written any more, that is a wish to stop, too.
 */
export function interruption(onFirst: (name: string) => void): Interruption {
  const controller = new AbortController();
  const handlers = Object.entries(numbers).map(([name, number]) => {
    const handler = (): void => {
      if (controller.signal.aborted) process.exit(128 + number);
      onFirst(name);
      controller.abort(new Shutdown(name));
    };
    process.on(name, handler);
    return [name, handler] as const;
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
