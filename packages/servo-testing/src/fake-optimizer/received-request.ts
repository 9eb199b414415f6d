import type { RequestEvent, WireRequest } from '@servo/core/wire';

/** What can be waited for and answered otherwise: an event, a kind of report, a request for a token, or anything. */
export type Occasion = RequestEvent | 'progress' | 'completion' | 'TOKEN' | 'any';

/** A request as it arrived. */
export interface ReceivedRequest {
  /** Counts the requests of all servos, from 1. */
  readonly number: number;
  /** Milliseconds since the epoch, by the optimizer's clock. */
  readonly at: number;
  /** The id of the servo; empty for a token, or when the path names none. */
  readonly servo: string;
  /** Undefined when the request cannot be read. */
  readonly event: RequestEvent | 'TOKEN' | undefined;
  /** Whether it reports on a command. */
  readonly report: 'progress' | 'completion' | undefined;
  readonly param: WireRequest['param'];
  readonly servoUid: string | null;
  readonly method: string;
  readonly path: string;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Byte for byte. */
  readonly body: string;
  /** How it was answered, for people; empty until it was. */
  readonly answer: string;
}

/** The occasions that a request is. */
export function occasionsOf({ event, report }: ReceivedRequest): readonly Occasion[] {
  return ['any', ...(event ? [event] : []), ...(report ? [report] : [])];
}
