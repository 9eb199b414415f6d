import { afterEach, expect, test, vi } from 'vitest';
import { loadSqlite } from './load-sqlite.js';

const sqlite = loadSqlite();
const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
afterEach(() => emitWarning.mockClear());

test('loadSqlite() keeps quiet about SQLite being experimental', () => {
  const load = (): typeof sqlite => {
    process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
    return sqlite;
  };
  expect(loadSqlite(load)).toBe(sqlite);
  expect(emitWarning).not.toHaveBeenCalled();
});

test('loadSqlite() lets every other warning pass, during and afterwards', () => {
  loadSqlite(() => {
    process.emitWarning('Something else is experimental', 'ExperimentalWarning');
    return sqlite;
  });
  process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning');
  expect(emitWarning.mock.calls.map(([warning]) => warning)).toEqual([
    'Something else is experimental',
    'SQLite is an experimental feature',
  ]);
});

test('loadSqlite() puts everything back when loading fails', () => {
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  expect(() =>
    loadSqlite(() => {
      throw new TypeError('not in this Node');
    }),
  ).toThrow('not in this Node');
  expect(Object.getOwnPropertyDescriptor(process, 'emitWarning')).toEqual(before);
});
