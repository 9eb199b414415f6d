import { expect, test } from 'vitest';
import { StartFailedError, withLastLines } from './start-failed-error.js';

test('withLastLines() shows the last ten lines, each cut', () => {
  const lastLines = Array.from({ length: 12 }, (_, index) => `${index} `.padEnd(400, 'x'));
  const [head, ...lines] = withLastLines('It ended', { lastLines }).split('\n');
  expect(head).toBe('It ended; its last lines were:');
  expect(lines.map((line) => line.length)).toEqual(Array.from({ length: 10 }, () => 302));
  expect(lines[0]).toMatch(/^ {2}2 /);
});

test('withLastLines() begins with the line that names the error, where a long trace follows it', () => {
  const trace = Array.from({ length: 14 }, (_, index) => `    at function${index} (node:internal)`);
  const lastLines = ['starting', "Error: Cannot find module '/shop/server.js'", ...trace];
  const [, first, ...rest] = withLastLines('It ended', { lastLines }).split('\n');
  expect(first).toBe("  Error: Cannot find module '/shop/server.js'");
  expect(rest).toHaveLength(9);
});

test('StartFailedError says so when there was no output', () => {
  const error = new StartFailedError('"web" ended', { lastLines: [] });
  expect(error).toMatchObject({
    message: '"web" ended; it wrote nothing',
    code: 'PROGRAM_START_FAILED',
    reason: 'start-failed',
  });
});
