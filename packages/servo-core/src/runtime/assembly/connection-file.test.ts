import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { readConnectionFile } from './connection-file.js';

const read = (text: string) =>
  readConnectionFile(join(temporaryFolder({ 'connection.yaml': text }), 'connection.yaml'));

test('readConnectionFile() reads what a sidecar writes, whatever else is there', async () => {
  const { token, ...rest } = await read(
    'Authorization: Bearer hunter2\nEndpoint: https://agent.example/\nTenantId: t-1\nMore: 1\n',
  );
  expect([token.reveal(), rest]).toEqual(['Bearer hunter2', { baseUrl: 'https://agent.example/', tenantId: 't-1' }]);
});

test.for<[text: string, message: string]>([
  ['', 'wrong or missing: the whole'],
  ['hunter2', 'wrong or missing: the whole'],
  ['Authorization: hunter2\nEndpoint: agent\n', 'wrong or missing: Endpoint, TenantId'],
  [
    'Authorization: [hunter2]\nEndpoint: https://agent.example/\nTenantId: 5\n',
    'wrong or missing: Authorization, TenantId',
  ],
  ['Authorization: "hunter2\nx: [', 'it is not YAML'],
  ['Authorization: !secret hunter2\n', 'wrong or missing: Endpoint, TenantId'],
])('readConnectionFile() refuses %j without showing it', async ([text, message]) => {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'OPTIMIZER_CONNECTION_FILE', message: expect.stringContaining(message) });
  expect(inspect(error)).not.toContain('hunter2');
});

test('readConnectionFile() says when there is none', async () => {
  await expect(readConnectionFile(join(temporaryFolder(), 'connection.yaml'))).rejects.toMatchObject({
    code: 'OPTIMIZER_CONNECTION_FILE',
    message: expect.stringContaining('ENOENT'),
    hint: expect.stringContaining('connection_file'),
  });
});
