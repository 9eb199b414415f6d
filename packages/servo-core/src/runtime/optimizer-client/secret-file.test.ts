import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { Secret } from '../../config/secret.js';
import { secretFile } from './secret-file.js';

test('secretFile() reads what the file holds now, and keeps the last of it while there is nothing', async () => {
  const path = join(temporaryFolder({ token: ' one \n' }), 'token');
  const logger = recordingLogger();
  const read = secretFile({ path, known: new Secret('zero'), logger });
  const text = async (): Promise<string> => (await read()).reveal();
  expect(await text()).toBe('one');
  writeFileSync(path, 'two');
  expect(await text()).toBe('two');
  writeFileSync(path, '\n');
  expect(await text()).toBe('two');
  expect(logger.messages('warn')).toEqual([]);
  rmSync(path);
  expect(await text()).toBe('two');
  expect(logger.messages('warn')).toEqual([expect.stringContaining(`${path} cannot be read again`)]);
});

test('secretFile() knows at first what was known', async () => {
  const read = secretFile({ path: '/nowhere', known: new Secret('zero'), logger: recordingLogger() });
  expect((await read()).reveal()).toBe('zero');
});
