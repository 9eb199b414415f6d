import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { component, defineConnector, rangeSetting } from '@servo/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectorPackage, dependingOn } from '../../../servo-core/test/support/connector-package.js';
import { temporaryFolder } from '../../../servo-core/test/support/temporary-folder.js';
import { recordingTerminal } from '../../test/support/recording-terminal.js';
import { run } from './adjust.js';
import { run as restore } from './restore.js';

/** What the connector's code uses: it is a file outside of the packages, and finds no core by itself. */
const core = { component, defineConnector, rangeSetting };

/** Has one setting, whose value is in a file of the deployment. */
const code = `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const { component, defineConnector, rangeSetting } = globalThis.servoTestCore;
const file = new URL('../../../value', import.meta.url);
const hesitates = existsSync(new URL('../../../hesitates', import.meta.url));
const components = () =>
  [component('web', [rangeSetting('cache', { min: 100, max: 400, step: 100, value: Number(readFileSync(file, 'utf8')) })])];
export const Trace = defineConnector({
  on: {
    describe: () => ({ components: components(), metrics: [] }),
    adjust({ adjustments }) {
      if (adjustments[0].value === 100) throw new TypeError('no');
      writeFileSync(file, String(adjustments[0].value));
      if (adjustments[0].value === 200 && hesitates) throw new TypeError('half done');
      return { components: components(), metrics: [] };
    },
  },
});
`;

function deployment(files: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryFolder({
    value: '400',
    'servo.yaml': 'connectors: [trace]\n',
    'package.json': dependingOn('@acme/trace'),
    ...connectorPackage('node_modules/@acme/trace', { code }),
    ...files,
  });
  const context = { terminal: recordingTerminal(), env: {}, cwd };
  const common = { 'config-file': 'servo.yaml', 'log-level': 'silent', output: 'table' };
  return {
    notes: context.terminal.notes,
    value: () => Number(readFileSync(join(cwd, 'value'), 'utf8')),
    restore: () => restore(common, context),
    adjust: (setting: string, options: object) =>
      run({ ...common, keep: true, settings: [setting], ...options }, context),
  };
}

beforeEach(() => void Object.assign(globalThis, { servoTestCore: core }));

test('servo adjust does not keep what an interrupted run left in force', async () => {
  const { adjust, restore, value } = deployment();
  await adjust('web.cache=300', { keep: false });
  await expect(adjust('web.cache=200', {})).rejects.toMatchObject({
    code: 'CHANGES_PENDING',
    hint: expect.stringContaining('servo restore'),
  });
  expect(value()).toBe(300);
  await restore();
  expect(value()).toBe(400);
  await adjust('web.cache=200', {});
  await restore();
  expect(value()).toBe(200);
});

test('servo adjust --force keeps it', async () => {
  const { adjust, restore, value } = deployment();
  await adjust('web.cache=300', { keep: false });
  await adjust('web.cache=200', { force: true });
  await restore();
  expect(value()).toBe(200);
});

describe('servo adjust, when it fails,', () => {
  test('says that what was before is in force', async () => {
    const { adjust, notes } = deployment();
    await expect(adjust('web.cache=100', {})).rejects.toThrow('no');
    expect(notes).toEqual(['In force is what was before: web.cache=400']);
  });

  test('says what else is, and how to go back', async () => {
    const { adjust, notes, restore, value } = deployment({ hesitates: '' });
    await expect(adjust('web.cache=200', {})).rejects.toThrow('half done');
    expect(notes).toEqual([
      'In force is now web.cache=200; before it was web.cache=400. Run "servo restore" to go back.',
    ]);
    await restore();
    expect(value()).toBe(400);
  });

  test('says nothing of what was refused before anything was asked', async () => {
    const { adjust, notes } = deployment();
    await expect(adjust('web.cache=500', {})).rejects.toMatchObject({ reason: 'invalid-adjustment' });
    expect(notes).toEqual([]);
  });
});
