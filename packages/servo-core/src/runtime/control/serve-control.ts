import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { platform } from 'node:os';
import { ServoError } from '../../errors/servo-error.js';
import { type ControlAnswer, type ControlRequest, controlRequest } from './control-message.js';
import { controlPath } from './control-path.js';
import { firstLine } from './first-line.js';
import type { ServoStatus } from './servo-status.js';

/** What an operator can do with a running assembly; `servo` names one, else all are meant. */
export interface Controllable {
  /** @throws {@link ServoError} `SERVO_UNKNOWN` */
  status(servo?: string): readonly ServoStatus[];
  /** @throws {@link ServoError} `SERVO_UNKNOWN` */
  pause(servo?: string): void;
  /** @throws {@link ServoError} `SERVO_UNKNOWN` */
  resume(servo?: string): void;
}

/**
 * Lets the operator of this machine ask and steer a running assembly, over a socket that only the same user can open:
 * one line of JSON each way. Whoever has the state directory locked may call this.
 *
 * @throws {@link ServoError} `CONTROL_UNAVAILABLE` when the socket cannot be made.
 */
export async function serveControl(assembly: Controllable, stateDir: string): Promise<AsyncDisposable> {
  const path = controlPath(stateDir);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // whoever asked has gone
    void converse(socket, assembly);
  });
  try {
    await listen(server, path);
  } catch (error) {
    throw new ServoError('CONTROL_UNAVAILABLE', `Cannot listen on ${path}: ${ServoError.from(error).message}`, {
      cause: error,
      hint: 'servo status, pause and resume need it. Name another directory in SERVO_STATE_DIR.',
    });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve)); // which removes the socket
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  if (platform() !== 'win32') await rm(path, { force: true }); // left by a process that was killed
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (platform() !== 'win32') await chmod(path, 0o600);
}

async function converse(socket: Socket, assembly: Controllable): Promise<void> {
  try {
    socket.end(`${JSON.stringify(answer(await firstLine(socket), assembly))}\n`);
  } catch {
    socket.destroy(); // whoever asked has gone, or asked nothing
  }
}

function answer(line: string, assembly: Controllable): ControlAnswer {
  try {
    const { command, servo } = read(line);
    if (command !== 'status') assembly[command](servo);
    return { servos: [...assembly.status(servo)] };
  } catch (error) {
    const { code, message, hint } = ServoError.from(error);
    return { error: { code, message, hint } };
  }
}

function read(line: string): ControlRequest {
  try {
    return controlRequest.parse(JSON.parse(line));
  } catch (error) {
    throw new ServoError(
      'CONTROL_REQUEST_INVALID',
      `Expected one line of JSON with a command, got ${line.slice(0, 200)}`,
      {
        cause: error,
        hint: 'The commands are status, pause and resume.',
      },
    );
  }
}
