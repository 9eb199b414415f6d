import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { trace } from '../../../test/support/connector-package.js';
import { servoManifest } from './manifest.js';

const published = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../../manifest.schema.json', import.meta.url), 'utf8')),
);

test.for([
  trace(),
  trace({ entry: './dist/a..b/index.js' }),
  trace({ maturity: 'robust', commands: { replay: 'Replay one trace' } }),
  trace({ entry: 'index.js' }),
  trace({ entry: './../index.js' }),
  trace({ entry: './dist/../../index.js' }),
  trace({ entry: '/etc/passwd' }),
  trace({ export: 'a b' }),
  trace({ export: '' }),
  trace({ maturity: 'famous' }),
  trace({ commands: { Replay: 'x' } }),
  trace({ licence: 'MIT' }),
  { manifest: 1, connectors: {} },
  { manifest: 1, connectors: { trace: {} } },
  { manifest: 1 },
  { manifest: 2, connectors: {} },
  { manifest: '1', connectors: {} },
  [],
  null,
  'trace',
])('servoManifest agrees with manifest.schema.json about %j', (manifest) => {
  expect(servoManifest.safeParse(manifest).success).toBe(published.safeParse(manifest).success);
});
