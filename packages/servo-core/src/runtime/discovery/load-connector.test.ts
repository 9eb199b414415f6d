import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import type { Candidate } from './candidate.js';
import { loadConnector } from './load-connector.js';

const core = pathToFileURL(join(import.meta.dirname, '../../connector/define-connector.ts')).href;

function candidate(code: string): Candidate {
  const entry = join(temporaryFolder({ 'index.mjs': code }), 'index.mjs');
  const about = { version: '1.2.0', description: '', maturity: 'stable' };
  return { ...about, commands: {}, name: 'trace', package: '@acme/trace', entry, export: 'Trace' };
}

test('loadConnector() answers the class that is announced', async () => {
  const type = await loadConnector(
    candidate(`import { defineConnector } from ${JSON.stringify(core)}; export const Trace = defineConnector({});`),
  );
  expect(type).toBeTypeOf('function');
});

test.for<[what: string, code: string, error: object]>([
  [
    'code that fails',
    'throw new TypeError("no such thing")',
    { code: 'CONNECTOR_IMPORT_FAILED', message: expect.stringMatching(/"trace" .*index\.mjs: no such thing$/) },
  ],
  ['code that is no module', 'export const = 1', { code: 'CONNECTOR_IMPORT_FAILED' }],
  [
    'a module that is missing',
    'import "a-package-that-nobody-has"',
    { code: 'CONNECTOR_IMPORT_FAILED', message: expect.stringContaining('a-package-that-nobody-has') },
  ],
  [
    'another export',
    'export const Tracer = 1, Other = 2',
    { code: 'CONNECTOR_EXPORT_MISSING', message: expect.stringMatching(/export Trace of .* exports Other, Tracer$/) },
  ],
  ['no export', '', { code: 'CONNECTOR_EXPORT_MISSING', message: expect.stringMatching(/exports nothing$/) }],
  [
    'a class of something else',
    'export class Trace {}',
    { code: 'CONNECTOR_EXPORT_INVALID', message: 'Trace of @acme/trace is not a connector class' },
  ],
  ['nothing under the name', 'export const Trace = undefined', { code: 'CONNECTOR_EXPORT_INVALID' }],
])('loadConnector() refuses %s', async ([, code, error]) => {
  await expect(loadConnector(candidate(code))).rejects.toMatchObject({ hint: expect.any(String), ...error });
});
