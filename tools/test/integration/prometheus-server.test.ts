import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PrometheusServerOptions } from '../../real-programs/prometheus-server.js';
import { programs } from '../support/programs.js';

let temporary = '';
let path = '';

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'tools-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Loads the module anew, because it looks for the programs once. */
async function load(prometheus: string): Promise<(options?: PrometheusServerOptions) => Promise<unknown>> {
  const version = '[ "$1" = --version ] && exec echo prometheus, version 3.5.0';
  path = programs({ prometheus: `${version}\n${prometheus}`, promtool: 'echo no samples >&2; exit 1' });
  vi.stubEnv('PATH', path);
  vi.resetModules();
  const { PrometheusServer } = await import('../../real-programs/prometheus-server.js');
  return (options) => PrometheusServer.start(options);
}

test.each([
  ['exit 3', 'Prometheus ended with 3'],
  ['kill -9 $$', 'Prometheus was ended by SIGKILL'],
])('PrometheusServer tells of a program that does %j, and leaves no folder', async (script, message) => {
  const start = await load(script);
  await expect(start()).rejects.toThrow(message);
  expect(readdirSync(temporary).filter((name) => name.startsWith('servo-'))).toEqual([]);
});

test('PrometheusServer tells of a program that cannot be started, and of samples that cannot be read', async () => {
  const start = await load('exit 3');
  await expect(start({ samples: 'none' })).rejects.toThrow('promtool failed: no samples');
  rmSync(join(path, 'prometheus'));
  await expect(start()).rejects.toThrow('Prometheus could not be started: ');
  expect(readdirSync(temporary).filter((name) => name.startsWith('servo-'))).toEqual([]);
});
