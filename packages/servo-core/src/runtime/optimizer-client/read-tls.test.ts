import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPem, testPem } from '../../../test/support/loopback.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { networkSettings } from '../../optimizer/network-settings.js';
import { readTls } from './read-tls.js';

const read = (settings: object) => readTls(networkSettings.parse(settings));
const folder = () => temporaryFolder({ 'empty.pem': '', 'both.pem': readPem('client.pem') + readPem('client.key') });

test('readTls() reads nothing where nothing is asked', async () => {
  expect(await read({})).toEqual({});
  expect(await read({ sslVerify: true })).toEqual({});
  expect(await read({ sslVerify: false })).toEqual({ rejectUnauthorized: false });
});

test('readTls() takes a certificate and its key from one file', async () => {
  const both = readPem('client.pem') + readPem('client.key');
  expect(await read({ clientCertificate: { certificate: join(folder(), 'both.pem') } })).toEqual({
    cert: both,
    key: both,
  });
});

test.for<[what: string, settings: object, message: string]>([
  ['an authority that is not there', { sslVerify: '/nowhere/ca.pem' }, 'ENOENT'],
  ['an authority that is a folder', { sslVerify: '/' }, 'EISDIR'],
  ['an authority without certificates', { sslVerify: testPem('server.key') }, 'no certificates in PEM'],
  [
    'the key of another certificate',
    { clientCertificate: { certificate: testPem('client.pem'), key: testPem('server.key') } },
    'key values mismatch',
  ],
  [
    'a key without its passphrase',
    { clientCertificate: { certificate: testPem('client.pem'), key: testPem('client-encrypted.key') } },
    'settings.client_certificate names',
  ],
])('readTls() refuses %s', async ([, settings, message]) => {
  await expect(read(settings)).rejects.toMatchObject({
    code: 'TLS_FILE_INVALID',
    message: expect.stringContaining(message),
  });
});
