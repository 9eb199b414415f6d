import type { HttpAnswer, Transfer } from './reply.js';

/** An answer as a transport is to send it. */
export interface Outgoing {
  readonly answer: HttpAnswer;
  readonly transfer: Transfer;
}
