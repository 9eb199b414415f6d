import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import { deadline } from '../../time/deadline.js';
import type { EventBus } from '../dispatch/event-bus.js';
import type { SendOptions } from '../dispatch/send.js';

/** How long the end of a connector may take before it is aborted, or waited for no longer, in milliseconds. */
export const closingLimit = 10_000;

/** What {@link tellConnectors} works with. */
export interface Telling {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sends an event that everybody is to get; failures are logged, and who takes too long is aborted. */
export async function tellConnectors(
  { bus, clock, logger }: Telling,
  event: 'shutdown' | 'detach',
  options: SendOptions,
): Promise<void> {
  const reason = (): ServoError =>
    new ServoError('SHUTDOWN_TIMEOUT', `"${event}" took longer than ${closingLimit / 1_000}s`);
  using limit = deadline(closingLimit, { clock, signal: options.signal, reason });
  const { results } = await bus.send(event, undefined, { ...options, signal: limit.signal, settle: true });
  for (const result of results)
    if ('error' in result)
      logger.error(`Connector "${result.connector}" failed in ${event}: ${ServoError.from(result.error).message}`);
}
