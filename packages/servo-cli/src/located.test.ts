import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, type ConfigurationProblem, ServoError } from '@servo/core';
import { type ConfigDocument, readConfigFile } from '@servo/core/documents';
import { expect, onTestFinished, test } from 'vitest';
import { located } from './located.js';

async function written(yaml: string): Promise<ConfigDocument> {
  const cwd = await mkdtemp(join(tmpdir(), 'servo-located-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const path = join(cwd, 'servo.yaml');
  await writeFile(path, yaml);
  return (await readConfigFile({ path, cwd, env: {} }))[0];
}

const yaml =
  'optimizer:\n  minimize: price\n  constraints:\n    - p99 < 80ms\n    - p98 < 70ms\n  prices:\n    web.cpu: 1\n    web.mem: 2\n';

test.each([
  ['optimizer.constraints[1]', 'servo.yaml:5:7: optimizer.constraints[1]: no'],
  ['optimizer.minimize', 'servo.yaml:2:13: optimizer.minimize: no'],
  ['optimizer.prices[web.mem]', 'servo.yaml:8:14: optimizer.prices[web.mem]: no'],
  ['web.cpu', 'web.cpu: no'],
  [undefined, 'no'],
])('located() finds %s in the file', async (path, message) => {
  const problem: ConfigurationProblem = { message: 'no', path };
  const error = located(new ConfigurationError([problem], { code: 'SETTING_INVALID' }), await written(yaml));
  expect(error).toMatchObject({ code: 'SETTING_INVALID', message });
});

test('located() leaves a problem that has a place, and an error of another kind', async () => {
  const document = await written(yaml);
  const placed = { message: 'no', path: 'optimizer', file: 'other.yaml', line: 7 };
  expect(located(new ConfigurationError([placed]), document)).toMatchObject({ problems: [placed] });
  const other = new ServoError('STATE_LOCKED', 'no');
  expect(located(other, document)).toBe(other);
});
