import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../servo-core/test/support/temporary-folder.js';
import { recordingTerminal } from '../test/support/recording-terminal.js';
import { onlyServo, readConfiguration } from './open-assembly.js';

test.for(['', undefined])(
  'readConfiguration() keeps the state in .servo where SERVO_STATE_DIR is %j',
  async (given) => {
    const cwd = temporaryFolder({ 'servo.yaml': 'name: shop\n', 'package.json': {} });
    const context = { terminal: recordingTerminal(), env: { SERVO_STATE_DIR: given }, cwd };
    const { stateDir } = await readConfiguration({ 'config-file': 'servo.yaml' }, context);
    expect(stateDir).toBe(join(cwd, '.servo'));
  },
);

test.for(['', '# to be written\n'])('onlyServo() finds no servo in %j', async (yaml) => {
  const cwd = temporaryFolder({ 'servo.yaml': yaml, 'package.json': {} });
  const read = (env: Readonly<Record<string, string>>) =>
    readConfiguration({ 'config-file': 'servo.yaml' }, { terminal: recordingTerminal(), env, cwd });
  const empty = await read({});
  expect(() => onlyServo(empty)).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION_EMPTY', message: 'servo.yaml describes no servo' }),
  );
  const given = await read({ SERVO_OPTIMIZER_MINIMIZE: 'p99' });
  expect(onlyServo(given).document.optimizer).toBeDefined();
});
