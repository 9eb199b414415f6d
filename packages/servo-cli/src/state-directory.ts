import { dirname, resolve } from 'node:path';
import type { CommandContext } from './command.js';

/** Where the servos of a servo.yaml keep what must survive a restart: beside it, unless SERVO_STATE_DIR says otherwise. */
export function stateDirectory(configFile: string, env: CommandContext['env']): string {
  return resolve(dirname(configFile), env['SERVO_STATE_DIR'] || '.servo');
}
