import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ConnectionFile, readConnectionFile } from './connection-file.js';

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
  ['Authorization: "hunter2\\nx"\nEndpoint: https://agent.example/\nTenantId: t\n', 'missing: Authorization'],
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

const whole = (token: string, endpoint = 'https://agent.example/'): string =>
  `Authorization: ${token}\nEndpoint: ${endpoint}\nTenantId: t-1\n`;

function file() {
  const path = join(temporaryFolder(), 'connection.yaml');
  const logger = recordingLogger();
  const connection = new ConnectionFile(path, logger);
  const token = async () => (await connection.read()).token.reveal();
  return { path, logger, connection, token };
}

test('ConnectionFile.read() waits for a file that comes later, and says so once', async () => {
  const { path, logger, token } = file();
  for (let time = 0; time < 2; time++)
    await expect(token()).rejects.toMatchObject({ code: 'OPTIMIZER_CONNECTION_FILE', verdict: 'retry' });
  writeFileSync(path, 'Authorization: Bea');
  await expect(token()).rejects.toMatchObject({ code: 'OPTIMIZER_CONNECTION_FILE' });
  writeFileSync(path, whole('Bearer t1'));
  expect(await token()).toBe('Bearer t1');
  expect(logger.messages('info')).toEqual([
    expect.stringMatching(/^Waiting for the connection file\. .*ENOENT/),
    expect.stringMatching(/^Waiting for the connection file\. .*TenantId/),
    expect.stringContaining('can be used now'),
  ]);
  expect(logger.messages('warn')).toEqual([]);
});

test('ConnectionFile.read() knows what replaces the file, as soon as that is whole', async () => {
  const { path, logger, connection, token } = file();
  writeFileSync(path, whole('t1'));
  await token();
  writeFileSync(`${path}.new`, whole('t2', 'https://other.example'));
  renameSync(`${path}.new`, path);
  expect(await connection.read()).toMatchObject({ baseUrl: 'https://other.example' });
  writeFileSync(path, 'Authorization: t3\nEndpo');
  expect([await token(), await token()]).toEqual(['t2', 't2']);
  rmSync(path);
  expect(await token()).toBe('t2');
  expect(logger.messages('warn')).toHaveLength(2);
  writeFileSync(path, whole('t4'));
  expect(await token()).toBe('t4');
});
