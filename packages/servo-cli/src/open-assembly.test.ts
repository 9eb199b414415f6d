import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../servo-core/test/support/temporary-folder.js';
import { recordingTerminal } from '../test/support/recording-terminal.js';
import { readConfiguration } from './open-assembly.js';

test.for(['', undefined])(
  'readConfiguration() keeps the state in .servo where SERVO_STATE_DIR is %j',
  async (given) => {
    const cwd = temporaryFolder({ 'servo.yaml': 'name: shop\n', 'package.json': {} });
    const context = { terminal: recordingTerminal(), env: { SERVO_STATE_DIR: given }, cwd };
    const { stateDir } = await readConfiguration({ 'config-file': 'servo.yaml' }, context);
    expect(stateDir).toBe(join(cwd, '.servo'));
  },
);
