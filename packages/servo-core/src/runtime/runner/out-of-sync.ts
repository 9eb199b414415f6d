import type { WireStatus } from '../../wire/status.js';

/** Whether an answer says that the optimizer expects something else than this servo is doing. */
export function isOutOfSync({ status, reason }: WireStatus): boolean {
  return status === 'unexpected-event' || (status === 'invalid' && reason === 'unexpected cmd_uid');
}
