import type { Logger } from '../../logging/logger.js';
import type { RequestEvent } from '../../wire/request.js';
import { wireStatus } from '../../wire/status.js';
import type { OptimizerClient } from '../optimizer-client/optimizer-client.js';
import { OptimizerError } from '../optimizer-client/optimizer-error.js';
import { isOutOfSync } from './out-of-sync.js';
import { Restart } from './restart.js';

/** The end of a command, as it goes over the wire. */
export type Completion = Readonly<Record<string, unknown>>;

/** What {@link Completions} are made of. */
export interface CompletionsOptions {
  readonly client: OptimizerClient;
  readonly logger: Logger;
  readonly onRetry: (error: OptimizerError, milliseconds: number) => void;
}

interface Delivery {
  readonly event: RequestEvent;
  readonly completion: Completion;
}

// An optimizer that lost an acknowledgement asks for the command before, hardly for older ones.
const remembered = 8;
// An answer that is not JSON may come from something between the two; after this many it is taken as it is.
const unreadableAnswers = 5;

/** Answers commands: each once as the optimizer counts it, by its uid, until that is acknowledged. */
export class Completions {
  readonly #options: CompletionsOptions;
  readonly #delivered = new Map<string, Delivery>();

  constructor(options: CompletionsOptions) {
    this.#options = options;
  }

  /** Answers a command again that was answered before, the same; false when it is a new one. */
  async repeat(uid: string | null, signal: AbortSignal): Promise<boolean> {
    const delivery = uid === null ? undefined : this.#delivered.get(uid);
    if (!delivery) return false;
    this.#options.logger.warn(
      `The optimizer sent a command again that was carried out (${uid}); its answer is repeated`,
    );
    await this.#send(delivery, { signal, again: true });
    return true;
  }

  /**
   * Delivers a completion, however long the optimizer is away. One that it will never take is dropped with a log line.
   *
   * @throws {@link Restart} when the optimizer does not expect it, or does not know this servo any more.
   */
  async deliver(uid: string | null, delivery: Delivery, signal: AbortSignal): Promise<void> {
    this.remember(uid, delivery);
    await this.#send(delivery, { signal, again: false });
  }

  /** Keeps what a command is answered with, for when the optimizer sends it again. */
  remember(uid: string | null, delivery: Delivery): void {
    if (uid === null) return;
    this.#delivered.set(uid, delivery);
    const [oldest] = this.#delivered.keys();
    if (oldest !== undefined && this.#delivered.size > remembered) this.#delivered.delete(oldest);
  }

  async #send({ event, completion }: Delivery, options: { signal: AbortSignal; again: boolean }): Promise<void> {
    const { client, logger, onRetry } = this.#options;
    let { again } = options;
    const onAnotherTry: typeof onRetry = (error, milliseconds) => {
      again = true; // it may have arrived all the same
      onRetry(error, milliseconds);
    };
    try {
      const { signal } = options;
      const answer = await client.request(event, completion, {
        signal,
        onRetry: onAnotherTry,
        givesUp,
        wantsStatus: true,
      });
      this.#understand(event, answer, again);
    } catch (error) {
      if (!(error instanceof OptimizerError)) throw error;
      if (error.verdict === 'revoked') throw Restart.revoked();
      if (error.verdict === 'fatal') throw error;
      logger.error(`The optimizer does not take the ${event}, which is dropped: ${error.message}`);
    }
  }

  #understand(event: RequestEvent, answer: unknown, again: boolean): void {
    const status = wireStatus.safeParse(answer);
    if (!status.success || status.data.status === 'ok') return;
    const reason = status.data.reason ?? 'no reason';
    const text = `The optimizer answered "${status.data.status}" to the ${event}: ${reason}`;
    if (!isOutOfSync(status.data)) return this.#options.logger.warn(text);
    if (again) return this.#options.logger.info(`${text}. It was sent more than once, and had arrived before`);
    this.#options.logger.warn(`${text}. It is dropped`);
    throw Restart.outOfSync(reason);
  }
}

function givesUp({ verdict, code }: OptimizerError, attempt: number): boolean {
  return verdict === 'stale' || (code === 'OPTIMIZER_ANSWER_INVALID' && attempt + 1 >= unreadableAnswers);
}
