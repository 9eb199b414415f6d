import type {
  Awaitable,
  Dispatch,
  DispatchOptions,
  EventInput,
  EventName,
  EventOutput,
  EventResult,
} from '@servo/core';

/** What the other connectors of the servo answer, by event; an event without an entry has no results. */
export type DispatchAnswers = { readonly [E in EventName]?: (input: EventInput<E>) => Awaitable<EventOutput<E>> };

/** One event that was sent. */
export interface SentEvent {
  readonly event: EventName;
  readonly input: unknown;
  readonly options: DispatchOptions | undefined;
}

/** A dispatch that remembers what was sent. */
export interface FakeDispatch extends Dispatch {
  readonly sent: readonly SentEvent[];
}

/**
 * Makes a dispatch that answers as told, in the name of a connector `other`.
 *
 * @example
 * const dispatch = fakeDispatch({ metrics: () => [metric('throughput', 'rpm')] });
 * const host = connectorHost({ dispatch });
 */
export function fakeDispatch(answers: DispatchAnswers = {}): FakeDispatch {
  const sent: SentEvent[] = [];
  const send = async <E extends EventName>(
    event: E,
    input: EventInput<E>,
    options?: DispatchOptions,
  ): Promise<readonly EventResult<E>[]> => {
    sent.push({ event, input, options });
    const answer = answers[event];
    if (!answer) return [];
    return [{ event, connector: 'other', handler: event, createdAt: 0, value: await answer(input) }];
  };
  return Object.assign(send, {
    sent,
    first: async <E extends EventName>(event: E, input: EventInput<E>, options?: DispatchOptions) =>
      (await send(event, input, options))[0],
    settle: send,
  });
}
