import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { requireFiles } from './required-files.js';

const here = fileURLToPath(new URL('.', import.meta.url));

test('requireFiles() takes files that are there, from the folder of the configuration', async () => {
  await requireFiles({ bodyFile: 'rate.ts', rootCerts: ['index.ts', `${here}rate.ts`] }, here);
  await requireFiles({}, here);
});

test.each([
  ['body_file', { bodyFile: 'none.json' }],
  ['root_certs', { rootCerts: ['rate.ts', 'none.json'] }],
  ['cert', { cert: 'none.json', key: 'rate.ts' }],
  ['key', { cert: 'rate.ts', key: 'none.json' }],
])('requireFiles() names the key %s of a file that is missing', async (field, config) => {
  await expect(requireFiles(config, here)).rejects.toMatchObject({
    message: `Cannot read ${here}none.json`,
    reason: 'file-unreadable',
    hint: expect.stringContaining(`Check "${field}"`),
  });
});

test('requireFiles() refuses a certificate below a folder with a comma, at which vegeta would split the path', async () => {
  await expect(requireFiles({ rootCerts: ['a.pem'] }, '/srv/a,b')).rejects.toMatchObject({
    message: expect.stringContaining('Cannot give vegeta /srv/a,b/a.pem'),
    reason: 'file-unreadable',
    hint: expect.stringContaining('root_certs'),
  });
});
