import { expect, test } from 'vitest';
import type { JsonSchema } from './json-schema.js';
import { secretPaths } from './secret-paths.js';

const secret: JsonSchema = { type: 'string', format: 'password' };
const root: JsonSchema = {
  type: 'object',
  properties: { url: { type: 'string' }, apiToken: secret, headers: { type: 'object', additionalProperties: secret } },
  additionalProperties: false,
};

test.each<[string, object, readonly string[]]>([
  ['a secret', { url: 'u', api_token: 's' }, ['api_token']],
  ['the secrets of a record', { headers: { Accept: 's', 'X-Key': 's' } }, ['headers.Accept', 'headers.X-Key']],
  ['what a misspelt key holds', { api_tokne: 's' }, ['api_tokne']],
  ['no path of a secret that is in a file', { api_token_file: 'f', headers: { 'X-Key_file': 'f' } }, []],
  ['what a key holds that names the file of no secret', { url_file: 's' }, ['url_file']],
])('secretPaths() finds %s', (_, value, paths) => {
  expect(secretPaths(value, root).map((path) => path.join('.'))).toEqual(paths);
});

test('secretPaths() shows nothing of what no schema describes', () => {
  expect(secretPaths({ a: 1 }, {})).toEqual([[]]);
});
