import { Duration } from '@servo/core';
import { expect, test } from 'vitest';
import { ProcessConfig } from './process-config.js';

const workers = { min: 1, max: 4, step: 1, value: 4, env: 'WORKERS' };

function parse(overrides: Readonly<Record<string, unknown>> = {}) {
  return ProcessConfig.safeParse({ component: 'web', command: ['node', 'service.mjs'], ...overrides });
}

function problemsOf(overrides: Readonly<Record<string, unknown>>): readonly string[] {
  return parse(overrides).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

test('ProcessConfig has defaults for all but the component and the command', () => {
  expect(parse().data).toEqual({
    component: 'web',
    command: ['node', 'service.mjs'],
    cwd: '.',
    env: {},
    settings: {},
    restart: 'on-adjust',
    stop: { signal: 'SIGTERM', grace: Duration.from('5s') },
    settle: Duration.zero,
  });
  const { ready } = ProcessConfig.parse({ component: 'web', command: ['node'], ready: { tcp: 'localhost:80' } });
  expect([ready?.timeout.seconds, ready?.interval.milliseconds]).toEqual([10, 100]);
});

test('ProcessConfig refuses a command in one text and shows the list', () => {
  expect(problemsOf({ command: 'node service.mjs --name "x"' })).toEqual([
    String.raw`command: expected a list of the program and its arguments, since no shell reads it; write [node, service.mjs, --name, "\"x\""]`,
  ]);
});

test('ProcessConfig takes numbers and booleans of the environment as text', () => {
  expect(parse({ env: { PORT: 8123, DEBUG: true, NAME: 'a' } }).data?.env).toEqual({
    PORT: '8123',
    DEBUG: 'true',
    NAME: 'a',
  });
});

test.each([
  [{ component: 'web.1' }, /^component: expected a name without dots/],
  [{ command: [] }, /^command: /],
  [{ command: [''] }, /^command.0: expected a program/],
  [{ ready: {} }, /^ready: expected either "http" or "tcp"/],
  [{ ready: { http: 'http://a/', tcp: 'a:1' } }, /^ready: expected either "http" or "tcp"/],
  [{ ready: { http: 'ftp://a/' } }, /^ready.http: /],
  [{ ready: { tcp: '8080' } }, /^ready.tcp: expected host:port/],
  [{ stop: { signal: 'SIGNOTHING' } }, /^stop.signal: /],
  [{ worker: 1 }, /worker/],
  [
    { settings: { workers: { ...workers, env: undefined } } },
    /^settings.workers: nothing takes the value to the program/,
  ],
  [{ settings: { workers: { ...workers, argument: '-w{value}' } } }, /^settings.workers: .*found "env" and "argument"/],
  [{ command: ['x', '{workers}'], settings: { workers } }, /^settings.workers: .*found "env" and "command"/],
  [{ settings: { workers: { ...workers, env: undefined, argument: '-w' } } }, /^settings.workers.argument: /],
  [{ settings: { workers: { ...workers, env: 'A B' } } }, /^settings.workers.env: expected the name of an environment/],
  [{ settings: { workers: { ...workers, value: 5 } } }, /^settings.workers: .*between 1 and 4, got 5/],
  [{ settings: { workers: { ...workers, value: '4' } } }, /^settings.workers: .*a number between 1 and 4/],
  [{ settings: { workers: { ...workers, min: 5 } } }, /^settings.workers: expected "min" not to be greater/],
  [{ settings: { workers: { ...workers, step: 0 } } }, /^settings.workers.step: /],
  [{ settings: { workers: { value: 4, env: 'W' } } }, /^settings.workers: expected either "min", "max" and "step"/],
  [
    { settings: { workers: { ...workers, values: [4] } } },
    /^settings.workers: expected either "min", "max" and "step"/,
  ],
  [{ settings: { gc: { values: ['a'], value: 'b', env: 'GC' } } }, /^settings.gc: expected "value" to be one of a/],
])('ProcessConfig refuses %j', (overrides, problem) => {
  expect(problemsOf(overrides)).toContainEqual(expect.stringMatching(problem));
});

test('ProcessConfig accepts a setting whose value stands in the command', () => {
  const heap = { min: 64, max: 512, step: 64, value: 128, unit: 'MiB' };
  expect(problemsOf({ command: ['node', '--max-old-space-size={heap}', 'x.mjs'], settings: { heap } })).toEqual([]);
});
