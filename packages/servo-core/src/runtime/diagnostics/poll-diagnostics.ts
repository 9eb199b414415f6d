import { z } from '../../zod.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import { backoff } from '../../time/backoff.js';
import type { Clock } from '../../time/clock.js';
import { sendAuthorized, type AuthorizedRequest, type WayToOptimizer } from '../optimizer-client/send-authorized.js';
import { OptimizerError } from '../optimizer-client/optimizer-error.js';
import { parseAnswer } from '../optimizer-client/parse-answer.js';
import { refusal } from '../optimizer-client/refusal.js';
import { diagnosticsReport } from './diagnostics-report.js';
import type { RecentLog } from './recent-logs.js';

/** What {@link pollDiagnostics} works with. */
export interface DiagnosticsOptions {
  readonly way: WayToOptimizer;
  /** Plain JSON; what is a secret there is masked. */
  readonly configuration: () => unknown;
  readonly logs: () => readonly RecentLog[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

const every = 60_000; // milliseconds
const longestWait = 600_000;
const checkPath = 'assets/opsani.com/diagnostics-check';
const outputPath = 'assets/opsani.com/diagnostics-output';
/** What the optimizer wants: nothing now, the diagnostics once, or never any again. What is none of these is nothing. */
const wanted = z.object({ data: z.enum(['WITHHOLD', 'SEND', 'STOP']) }).catch({ data: 'WITHHOLD' });

/**
 * Asks the optimizer every minute whether it wants to know how this servo is configured and what it logged, and sends that
 * when it does. Ends when the signal aborts or the optimizer says so; never rejects.
 */
export async function pollDiagnostics(options: DiagnosticsOptions, signal: AbortSignal): Promise<void> {
  const { clock, logger, random } = options;
  const order: Order = { served: false };
  let wait = every;
  for (let failures = 0; !signal.aborted; ) {
    try {
      await clock.sleep(wait, { signal });
      if (await serve(order, options, signal)) return;
      [failures, wait] = [0, every];
    } catch (error) {
      failures += 1;
      const asked = error instanceof OptimizerError ? error.retryAfter : undefined;
      wait = Math.max(backoff(failures, { floor: every, cap: longestWait, random }), asked ?? 0);
      if (!signal.aborted) logger.debug(`Diagnostics: ${ServoError.from(error).message}`);
    }
  }
}

/** What the optimizer asked for. */
interface Order {
  /** Whether it has what it asks for, and could not be told so: it is not sent again. */
  served: boolean;
}

/** Asks once, and answers whether that was the last time. */
async function serve(order: Order, options: DiagnosticsOptions, signal: AbortSignal): Promise<boolean> {
  const { configuration, logs, logger } = options;
  const { data } = wanted.parse(await ask({ path: checkPath, method: 'GET', signal }, options));
  if (data === 'STOP') logger.info('The optimizer wants no diagnostics any more');
  if (data !== 'SEND') {
    order.served = false;
    return data === 'STOP';
  }
  if (!order.served) {
    const body = JSON.stringify({ data: diagnosticsReport(configuration(), logs()) });
    await ask({ path: outputPath, method: 'PUT', body, signal }, options);
    order.served = true;
    logger.info(
      'The optimizer asked for diagnostics, and has them: the configuration without secrets, and recent logs',
    );
  }
  await ask({ path: checkPath, method: 'PUT', body: JSON.stringify({ data: 'WITHHOLD' }), signal }, options);
  order.served = false;
  return false;
}

async function ask(request: AuthorizedRequest, { way, clock }: DiagnosticsOptions): Promise<unknown> {
  const { url, answer } = await sendAuthorized(request, way);
  const { status } = answer;
  const asks = request.method === 'GET';
  if (status >= 200 && status <= 299) return asks ? parseAnswer(answer, url) : undefined;
  const refused = refusal(answer, { url, now: clock.now() });
  if (asks && status >= 400 && status < 500 && refused.retryAfter === undefined) return {}; // it knows of no diagnostics
  throw refused;
}
