import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { reservedNames } from './connector-name.js';

const json: Parameters<typeof z.fromJSONSchema>[0] = JSON.parse(
  readFileSync(new URL('../../manifest.schema.json', import.meta.url), 'utf8'),
);
const schema = z.fromJSONSchema(json);
const connector = { entry: './dist/index.js', export: 'TraceConnector' };
const trace = (changes: object): object => ({ manifest: 1, connectors: { trace: { ...connector, ...changes } } });

test.for([
  trace({}),
  trace({ description: 'Follows requests', maturity: 'stable', commands: { replay: 'Replay one trace' } }),
  { manifest: 1, connectors: { 'kube-metrics': connector, opsani_dev: connector } },
])('manifest.schema.json accepts %j', (manifest) => {
  expect(schema.safeParse(manifest).error).toBeUndefined();
});

test.for([
  { connectors: { trace: connector } },
  { manifest: 2, connectors: { trace: connector } },
  { manifest: 1, connectors: {} },
  { manifest: 1, connectors: { 'a b': connector } },
  { manifest: 1, connectors: { trace: { entry: './dist/index.js' } } },
  { manifest: 1, connectors: { trace: connector }, version: '1.0.0' },
  trace({ entry: 'dist/index.js' }),
  trace({ entry: '../other/index.js' }),
  trace({ entry: './../other/index.js' }),
  trace({ entry: './dist/../../other.js' }),
  trace({ export: 'not a name' }),
  trace({ maturity: 'famous' }),
  trace({ licence: 'MIT' }),
])('manifest.schema.json refuses %j', (manifest) => {
  expect(schema.safeParse(manifest).success).toBe(false);
});

test.for(reservedNames)('manifest.schema.json refuses the name %s, which is taken', (name) => {
  expect(schema.safeParse({ manifest: 1, connectors: { [name]: connector } }).success).toBe(false);
});
