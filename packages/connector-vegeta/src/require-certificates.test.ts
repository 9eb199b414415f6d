import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { requireCertificates } from './require-certificates.js';

const certificate = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBbTCCAROgAwIBAgIUAbP4rCB3EsCCJU6qF9RLMsv1b1swCgYIKoZIzj0EAwIw',
  'DDEKMAgGA1UEAwwBYTAeFw0yNjExMjkyMjI1NThaFw0zNjExMjYyMjI1NThaMAwx',
  'CjAIBgNVBAMMAWEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARN1CbnaQMfrrvj',
  '/m/KtI/kvPoSGw0PDhH1WwbcpPBtybqqRR0WQKGsr2qwIRhh5Pz19xzBtI2Wnynm',
  '7QaulVtHo1MwUTAdBgNVHQ4EFgQU2qq60otj7pCRijDGBg0Bb3kqGe8wHwYDVR0j',
  'BBgwFoAU2qq60otj7pCRijDGBg0Bb3kqGe8wDwYDVR0TAQH/BAUwAwEB/zAKBggq',
  'hkjOPQQDAgNIADBFAiANNL+N+2DGSrBQ/bu5BwDSZ8VaJV8sBX3RMHDrCZl4oAIh',
  'AJaz54lKgkyWVZhEncbOoP7gedCfiWr4CQ8dbzTOMUP3',
  '-----END CERTIFICATE-----',
].join('\n');

async function fileOf(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-certificates-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  await writeFile(file, content);
  return file;
}

test.each([
  ['one', certificate],
  ['one among others and notes', `# ours\n-----BEGIN X-----\nAAAA\n-----END X-----\n${certificate}\n`],
  ['one after another that cannot be read', `${certificate.replace(/MII/, 'AAA')}\r\n${certificate}`],
])('requireCertificates() takes a file with %s', async (_, content) => {
  await requireCertificates(await fileOf(content));
});

test.each([
  ['nothing', ''],
  ['a key alone', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
  ['what only looks like one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
])('requireCertificates() names the file that has %s', async (_, content) => {
  const file = await fileOf(content);
  await expect(requireCertificates(file)).rejects.toMatchObject({
    reason: 'file-unreadable',
    message: `Found no certificate in ${file}`,
    hint: expect.stringContaining('root_certs'),
  });
});
