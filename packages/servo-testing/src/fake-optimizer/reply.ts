/** What is sent instead of, or on top of, what the script says. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How an answer travels; `truncated` is whole as HTTP, `cut` is not. */
export type Transfer =
  | { readonly kind: 'whole' | 'truncated' | 'cut' | 'reset' | 'silence' }
  /** Milliseconds before the answer, or before each of its bytes. */
  | { readonly kind: 'delayed' | 'drip'; readonly wait: number };

/** One way to answer a request otherwise than the script says. Made by {@link reply}. */
export interface Reply {
  /** For people; stands in {@link ReceivedRequest.answer}. */
  readonly name: string;
  /** Whether the optimizer takes the message in, whatever becomes of the answer. */
  readonly taken: boolean;
  /** In place of the true answer. */
  readonly answer?: HttpAnswer;
  /** @default 'whole' */
  readonly transfer?: Transfer;
  /** What it means for the command that is reported on. */
  readonly means?: 'cancelled' | 'out of sync';
}

/** Whether the servo may get the answer whole. */
export function mayArrive(reply: Reply | undefined): boolean {
  return ['whole', 'delayed', 'drip'].includes(reply?.transfer?.kind ?? 'whole');
}

/** Whether the servo gets the answer whole, and at once. */
export function surelyArrives(reply: Reply | undefined): boolean {
  return (reply?.transfer?.kind ?? 'whole') === 'whole';
}
