import { recordingLogger } from '@servo/testing';
import { expect, test } from 'vitest';
import { warnsOnce } from './notes.js';

test('warnsOnce() says each warning once, and whatever is for debugging', () => {
  const logger = recordingLogger();
  const notes = warnsOnce(logger);
  for (const message of ['a', 'b', 'a']) {
    notes.warn(message);
    notes.debug(message);
  }
  expect(logger.messages('warn')).toEqual(['a', 'b']);
  expect(logger.messages('debug')).toEqual(['a', 'b', 'a']);
});
