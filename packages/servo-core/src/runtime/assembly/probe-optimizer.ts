import { coreVersion } from '../../core-version.js';
import type { RequestEvent } from '../../wire/request.js';
import type { Logger } from '../../logging/logger.js';
import { silentLogger } from '../../logging/silent-logger.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { sendAuthorized } from '../optimizer-client/send-authorized.js';
import { refusal } from '../optimizer-client/refusal.js';
import { remotePost } from '../optimizer-client/remote-post.js';
import { shownUrl } from '../optimizer-client/shown-url.js';
import { userAgent as agentOf } from '../optimizer-client/user-agent.js';
import { connectRemote } from './connect-remote.js';

/** What is known of a remote optimizer that was asked. */
export interface OptimizerProbe {
  /** Where it was asked, without credentials. */
  readonly url: string;
  /** How long the answer took, in milliseconds. */
  readonly latency: number;
  /** How far the clock of the optimizer is ahead of this one, in milliseconds; absent where it does not tell the time. */
  readonly ahead?: number | undefined;
}

/** What {@link probeOptimizer} needs. */
export interface ProbeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of the configuration start here. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/**
 * Asks the remote optimizer of a servo one question that changes nothing: a HELLO without a word. Names, TLS, proxies and
 * the token are proven by it. Answers nothing for an embedded optimizer, and for none.
 *
 * @throws {@link OptimizerError} when it cannot be reached or refuses.
 */
export async function probeOptimizer(
  document: ServoDocument,
  options: ProbeOptions,
): Promise<OptimizerProbe | undefined> {
  const { optimizer, settings, secretFiles = {}, file, servoUid } = document;
  const { env, cwd, signal, clock = systemClock, logger = silentLogger } = options;
  if (!optimizer || optimizer.kind === 'embedded') return undefined;
  const userAgent = agentOf(coreVersion);
  await using post = remotePost(env);
  const connection = await connectRemote(optimizer, {
    settings,
    secretFiles,
    file,
    env,
    cwd,
    post,
    userAgent,
    clock,
    logger,
  });
  const started = clock.monotonic();
  const say = (event: RequestEvent, param: unknown): ReturnType<typeof sendAuthorized> => {
    const body = JSON.stringify({ event, param, servo_uid: servoUid ?? null });
    return sendAuthorized({ body, signal }, { ...connection, userAgent });
  };
  const { url, answer } = await say('HELLO', null);
  const now = clock.now();
  if (answer.status < 200 || answer.status > 299) throw refusal(answer, { url, now });
  const date = Date.parse(answer.headers.get('date') ?? '');
  const latency = clock.monotonic() - started;
  await say('GOODBYE', { reason: 'checked' }).catch(() => {}); // the answer to HELLO is what was asked for
  return { url: shownUrl(url), latency, ahead: Number.isNaN(date) ? undefined : date - now + latency / 2 };
}
