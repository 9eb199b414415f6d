import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';
import { closingLimit } from './tell-connectors.js';

/** Closes what a connector has open, and waits for it no longer than it may take. A failure is logged. */
export async function disposeConnector(
  { name, instance }: MountedConnector,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<void> {
  const done = new AbortController();
  try {
    const late = clock.sleep(closingLimit, { signal: done.signal }).then(() => {
      throw new ServoError('SHUTDOWN_TIMEOUT', `It took longer than ${closingLimit / 1_000}s`);
    });
    late.catch(() => {}); // closed in time
    // a connector may have one
    await Promise.race([(instance as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.(), late]);
  } catch (error) {
    logger.error(`Connector "${name}" failed to close: ${ServoError.from(error).message}`);
  } finally {
    done.abort();
  }
}
