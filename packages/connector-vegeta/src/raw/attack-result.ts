/** What became of one request of an attack. */
export interface AttackResult {
  /** The place of the request in its attack, counted from 0. */
  readonly seq: number;
  /** When it was sent, in milliseconds since the Unix epoch, with fractions. */
  readonly sentAt: number;
  /** Nanoseconds until the answer was read, or until the failure. */
  readonly latency: number;
  /** The status of the answer; 0 when there was none. */
  readonly code: number;
  /** Bytes of the request's body. */
  readonly bytesOut: number;
  /** Bytes of the answer's body. */
  readonly bytesIn: number;
  /** What went wrong; empty when nothing did. */
  readonly error: string;
}
