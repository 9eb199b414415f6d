import { maskSecrets } from '../../config/mask-secrets.js';
import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import { EventError } from '../../errors/event-error.js';
import { mostSevereError } from '../../errors/most-severe-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { deadline } from '../../time/deadline.js';
import { Duration } from '../../time/duration.js';
import type { CommandName, WireCommand } from '../../wire/command.js';
import type { WireProgress } from '../../wire/completion.js';
import { completionStatusOf } from '../../wire/completion-status.js';
import { completionEvents, type RequestEvent } from '../../wire/request.js';
import type { CompletionStatus } from '../../wire/status.js';
import { wireStatus } from '../../wire/status.js';
import { OptimizerError } from '../optimizer-client/optimizer-error.js';
import { commandLimit } from './command-limit.js';
import { readCommand } from './execute-command.js';
import { isOutOfSync } from './out-of-sync.js';
import { ProgressReporter } from './progress-reporter.js';
import { Restart } from './restart.js';
import type { ServoSessionOptions } from './servo-session-options.js';

/** How a command ended. */
export interface CommandOutcome {
  readonly status: CompletionStatus;
  readonly message?: string | null | undefined;
  readonly reason?: string | null | undefined;
  /** All that the optimizer is told, but for the command's uid. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether something went wrong that nobody foresaw: neither the target nor the command is to blame for sure. */
  readonly unforeseen: boolean;
  /** Why the servo begins anew once the command is answered. */
  readonly restart?: Restart | undefined;
}

/** One command while it is carried out: with progress, a limit in time, and an ear for the optimizer's objections. */
export class CommandRun {
  /** An unknown name fails when it is read. */
  readonly command: Exclude<CommandName, 'SLEEP'>;
  readonly uid: string | null;
  /** The event that answers the command. */
  readonly event: RequestEvent;
  readonly #options: ServoSessionOptions;
  readonly #param: unknown;
  readonly #interruption = new AbortController();

  constructor({ cmd, cmd_uid, param }: WireCommand, options: ServoSessionOptions) {
    this.command = cmd as Exclude<CommandName, 'SLEEP'>;
    this.uid = cmd_uid ?? null;
    this.event = Object.hasOwn(completionEvents, cmd) ? completionEvents[this.command] : 'DESCRIPTION';
    this.#param = param;
    this.#options = options;
  }

  /** Whether the optimizer waits for an answer, as far as it said. */
  get isWanted(): boolean {
    return !(this.#interruption.signal.reason instanceof Restart);
  }

  /**
   * Carries the command out. Rejects with the abort reason when `signal` aborts.
   *
   * @throws {@link Restart} when the optimizer wants no answer.
   */
  async run(signal: AbortSignal): Promise<CommandOutcome> {
    const outcome = await this.#attempt(signal);
    signal.throwIfAborted();
    const { aborted, reason } = this.#interruption.signal;
    if (!aborted) return outcome;
    if (reason instanceof Restart) throw reason;
    const { message } = ServoError.from(reason);
    return {
      ...failure({ status: 'cancelled', message, reason: null }),
      restart: new Restart(`The optimizer cancelled ${this.command} (${message})`),
    };
  }

  async #attempt(signal: AbortSignal): Promise<CommandOutcome> {
    const { servo, clock, observe, logger, consent } = this.#options;
    const { command, uid } = this;
    const milliseconds = commandLimit(command, this.#param);
    const stop = (): void => this.#interruption.abort(signal.reason);
    signal.addEventListener('abort', stop);
    using _listening = { [Symbol.dispose]: () => signal.removeEventListener('abort', stop) };
    using limit = deadline(milliseconds, {
      clock,
      signal: this.#interruption.signal,
      reason: () => tookTooLong(command, milliseconds),
    });
    await using reporter = new ProgressReporter({
      clock,
      commandUid: uid,
      signal: limit.signal,
      post: (progress, abandoned) => this.#post(progress, abandoned),
    });
    try {
      const ready = readCommand(servo, command, this.#param);
      observe({ type: 'command-started', servo: servo.name, command, uid, detail: ready.detail, limit: milliseconds });
      const body = await ready.run({
        signal: limit.signal,
        consent,
        scope: {
          commandUid: uid ?? undefined,
          deadline: clock.monotonic() + milliseconds,
          onProgress: (progress) => {
            reporter.take(progress);
            const { percent, message } = progress;
            observe({ type: 'progress', servo: servo.name, command, percent, message });
          },
        },
      });
      return { status: 'ok', body: { status: 'ok', message: null, reason: 'success', ...body }, unforeseen: false };
    } catch (error) {
      if (!signal.aborted) logger.debug(`${command} failed`, { error });
      return failure(completionStatusOf(error), isUnforeseen(error));
    }
  }

  /** Sends a report and heeds the answer; one that is lost is no loss, the next one is newer. */
  async #post(progress: WireProgress, signal: AbortSignal): Promise<void> {
    const { client, logger } = this.#options;
    try {
      const answer = wireStatus.safeParse(await client.send(this.event, progress, signal));
      if (!answer.success) return;
      const { status, reason } = answer.data;
      if (status === 'cancel') this.#interruption.abort(new EventCancelledError(reason ?? 'Command cancelled'));
      else if (isOutOfSync(answer.data)) this.#interruption.abort(Restart.outOfSync(reason ?? status));
      else if (status === 'invalid') logger.warn(`The optimizer calls a progress report invalid: ${reason}`);
    } catch (error) {
      if (error instanceof OptimizerError && error.verdict === 'revoked') this.#interruption.abort(Restart.revoked());
      else logger.debug('A progress report was not delivered', { error: ServoError.from(error).message });
    }
  }
}

function failure(given: ReturnType<typeof completionStatusOf>, unforeseen = false): CommandOutcome {
  const others = given.other_messages?.map(maskSecrets);
  const answer = {
    ...given,
    message: given.message && maskSecrets(given.message),
    ...(others && { other_messages: others }),
  };
  return { status: answer.status, message: answer.message, reason: answer.reason, body: { ...answer }, unforeseen };
}

function isUnforeseen(thrown: unknown): boolean {
  const { error } = mostSevereError(thrown);
  return !(error instanceof EventError) && error.code !== 'COMMAND_INVALID' && error.code !== 'COMMAND_UNKNOWN';
}

function tookTooLong(command: CommandName, milliseconds: number): ServoError {
  return new ServoError('COMMAND_OVERDUE', `${command} took longer than ${String(new Duration(milliseconds))}`, {
    hint: 'The log names the connector that did not end.',
  });
}
