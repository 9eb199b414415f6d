import { expect, test } from 'vitest';
import { environmentOf, launchOf } from './launch.js';
import { ProcessConfig } from './process-config.js';
import { renderCommand } from './render-command.js';

function launch(config: Readonly<Record<string, unknown>>, values: Readonly<Record<string, number | string>> = {}) {
  const parsed = ProcessConfig.parse({ component: 'web', command: ['node', 'service.mjs'], ...config });
  return launchOf({ config: parsed, cwd: '/srv/shop' }, values);
}
const range = { min: 1, max: 9, step: 1, value: 1 };

test('launchOf() puts values into variables, arguments and the command', () => {
  const settings = {
    workers: { ...range, env: 'WORKERS' },
    level: { ...range, argument: '--level={value}' },
    port: { ...range, argument: ['--port', '{value}'] },
    heap: range,
  };
  const values = { workers: 2, level: 3, port: 4, heap: 5 };
  expect(
    launch({ command: ['node', '--heap={heap}', '-e', '{other}', 'x'], env: { A: 'b' }, settings }, values),
  ).toMatchObject({
    command: 'node',
    args: ['--heap=5', '-e', '{other}', 'x', '--level=3', '--port', '4'],
    cwd: '/srv/shop',
    env: { A: 'b', WORKERS: '2' },
    files: {},
  });
});

test('launchOf() takes a value as it is, also one that looks like a pattern', () => {
  const settings = { mode: { values: ['$&{value}'], value: '$&{value}', argument: '-m{value}' } };
  expect(launch({ settings }, { mode: '$&{value}' }).args).toEqual(['service.mjs', '-m$&{value}']);
});

test('launchOf() joins settings of one file, a line for each', () => {
  const settings = {
    workers: { ...range, file: { path: 'web.env', format: 'WORKERS={value}' } },
    level: { ...range, file: { path: './web.env', format: 'LEVEL={value}' } },
    only: { ...range, file: { path: '/etc/only' } },
  };
  const { files, cwd } = launch({ cwd: 'app', settings }, { workers: 2, level: 3, only: 4 });
  expect(cwd).toBe('/srv/shop/app');
  expect(files).toEqual({ '/srv/shop/app/web.env': 'WORKERS=2\nLEVEL=3\n', '/etc/only': '4\n' });
});

test('environmentOf() hands on the environment, without what configures the servo', () => {
  const given = { PATH: '/bin', SERVO_TOKEN: 'hidden', PORT: '1', UNSET: undefined };
  expect(environmentOf(launch({ env: { PORT: 2 } }), given)).toEqual({ PATH: '/bin', PORT: '2', UNSET: undefined });
});

test('renderCommand() writes what a person can paste', () => {
  const settings = { workers: { ...range, env: 'WORKERS' } };
  expect(renderCommand(launch({ settings }, { workers: 2 }), '/srv/shop')).toBe('WORKERS=2 node service.mjs');
  const odd = launch({ cwd: 'my app', command: ['node', "it's", '$HOME', ''], env: { A: 'a b' } });
  expect(renderCommand(odd, '/srv/shop')).toBe(String.raw`cd '/srv/shop/my app' && A='a b' node 'it'\''s' '$HOME' ''`);
});
