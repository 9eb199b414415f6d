import { connect } from 'node:net';
import { ServoError } from '../../errors/servo-error.js';
import { controlAnswer, type ControlRequest } from './control-message.js';
import { controlPath } from './control-path.js';
import { firstLine } from './first-line.js';
import type { ServoStatus } from './servo-status.js';

/**
 * Asks the assembly that runs on a state directory, and answers how its servos are then.
 *
 * @throws {@link ServoError} `CONTROL_UNREACHABLE` when none runs or it does not answer; what it refuses with otherwise.
 */
export async function askControl(
  request: ControlRequest,
  { stateDir, signal }: { readonly stateDir: string; readonly signal: AbortSignal },
): Promise<readonly ServoStatus[]> {
  const line = await exchange(JSON.stringify(request), { path: controlPath(stateDir), signal }).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw new ServoError('CONTROL_UNREACHABLE', `No servo runs on ${stateDir}`, {
        cause: error,
        hint: 'Start one with "servo run"; where it keeps its state elsewhere, say so in SERVO_STATE_DIR.',
      });
    },
  );
  const answer = controlAnswer.parse(JSON.parse(line));
  if ('servos' in answer) return answer.servos;
  const { code, message, hint } = answer.error;
  throw new ServoError(code, message, hint === undefined ? {} : { hint });
}

/** Sends a line and waits for one. */
async function exchange(line: string, { path, signal }: { path: string; signal: AbortSignal }): Promise<string> {
  const socket = connect({ path, signal });
  try {
    socket.write(`${line}\n`);
    return await firstLine(socket);
  } finally {
    socket.destroy();
  }
}
