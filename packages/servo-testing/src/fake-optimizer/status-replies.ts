import type { Reply } from './reply.js';

/** Answers that are a status, which the servo must understand. */
export const status = {
  /** The message is acknowledged. */
  ok: (): Reply => statusReply('ok'),

  /** The command is to end with a completion of status `cancelled`; for progress reports. The servo then begins anew. */
  cancel: (reason?: string): Reply => ({ ...statusReply('cancel', reason), means: 'cancelled' }),

  /** The servo is out of step: it abandons its command without a word, and begins anew. */
  unexpectedEvent: (reason = 'the event was not expected'): Reply => ({
    ...statusReply('unexpected-event', reason),
    means: 'out of sync',
  }),

  /** The command is not the current one: the servo abandons it without a word, and begins anew. */
  staleUid: (): Reply => ({ ...statusReply('invalid', 'unexpected cmd_uid'), means: 'out of sync' }),

  /** The message is called invalid, which a servo only notes. */
  invalid: (reason: string): Reply => statusReply('invalid', reason),
};

function statusReply(name: string, reason?: string): Reply {
  const text = JSON.stringify({ status: name, ...(reason !== undefined && { reason }) });
  return { name: `status ${name}`, taken: true, answer: { status: 200, body: text } };
}
