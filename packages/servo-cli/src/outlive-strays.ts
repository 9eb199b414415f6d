import { type Logger, ServoError } from '@servo/core';

/**
 * Keeps the process alive when a connector throws where nobody waits for it, as in a timer or in a promise that it left
 * alone: the other servos are not to pay for it. What was thrown is logged.
 */
export function outliveStrays(logger: Logger): Disposable {
  const tell =
    (what: string) =>
    (thrown: unknown): void => {
      const error = ServoError.from(thrown);
      logger.critical(`${what}, and nobody was there to catch it: ${error.message}`, { error });
    };
  const onException = tell('An error was thrown');
  const onRejection = tell('A promise was rejected');
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onRejection);
  return {
    [Symbol.dispose]: () => {
      process.off('uncaughtException', onException);
      process.off('unhandledRejection', onRejection);
    },
  };
}
