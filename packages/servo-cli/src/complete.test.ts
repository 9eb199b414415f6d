import { expect, test } from 'vitest';
import { complete } from './complete.js';

test.for<[line: string, found: readonly string[]]>([
  ['re', ['restore', 'resume']],
  ['run --ex', ['--exit-when-done']],
  ['-c shop.yaml check --halt', ['--halt-on']],
  ['run -o ', ['table', 'json', 'yaml']],
  ['--log-level w', ['warn']],
  ['run -c ', []],
  ['measure ', []],
  ['show ', ['connectors', 'events', 'components', 'metrics']],
  ['show metrics ', []],
  ['check --halt-on c', ['common', 'critical']],
  ['generate --optimizer o', ['opsani']],
  ['--qu', ['--quiet']],
  ['nothing-like-it', []],
])('complete() of "%s"', async ([line, found]) => {
  expect(await complete(line.split(' '), { cwd: '/nowhere' })).toEqual(found);
});

test('complete() offers every command to an empty word', async () => {
  expect(await complete([''], { cwd: '/nowhere' })).toEqual(
    expect.arrayContaining(['run', 'plan', 'completion', 'version']),
  );
});
