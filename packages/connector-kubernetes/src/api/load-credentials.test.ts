import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ServoError } from '@servo/core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadCredentials } from './credentials.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servo-credentials-'));
  await writeFile(join(folder, 'garbage.pem'), 'no certificate');
});
afterAll(() => rm(folder, { recursive: true }));

afterEach(() => {
  vi.useRealTimers();
});

const configOf = (user: object, more: object = {}): string =>
  JSON.stringify({
    clusters: [{ name: 'shop', cluster: { server: 'https://shop.invalid' } }],
    users: [{ name: 'servo', user }],
    contexts: [{ name: 'shop', context: { cluster: 'shop', user: 'servo' } }],
    'current-context': 'shop',
    ...more,
  });

/** What becomes of the credentials of a kubeconfig with this text. */
async function failure(text: string): Promise<ServoError> {
  await writeFile(join(folder, 'config'), text);
  const address = { kubeconfig: 'config' };
  const loaded = loadCredentials(address, { env: {}, cwd: folder }).then((credentials) => credentials.apply());
  return loaded.then(
    () => expect.unreachable(),
    (error) => ServoError.from(error),
  );
}

const exec = (script: string): object => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/sh', args: ['-c', script] },
});

test('a kubeconfig that is no YAML is refused by line and column, and not quoted', async () => {
  const error = await failure('users:\n  - name: servo\n    user: { token: "very-secret" extra }\n');
  expect(error).toMatchObject({
    code: 'KUBERNETES_CONFIG_INVALID',
    message: expect.stringMatching(/config is no kubeconfig: it is no YAML at line 3, column \d+$/),
  });
  expect(inspect(error, { depth: null })).not.toContain('very-secret');
});

test.each([
  ['no JSON', 'echo tok=very-secret', 'did not answer with JSON'],
  [
    'no certificate',
    `echo '{"status": {"clientCertificateData": "very-secret"}}'`,
    'answered with clientCertificateData that is not in PEM format',
  ],
  ['no status', `echo '{"token": "very-secret"}'`, 'did not answer with an ExecCredential that has a status'],
])('what a program printed that is %s is not shown', async (_, script, problem) => {
  const error = await failure(configOf(exec(script)));
  expect(error).toMatchObject({
    code: 'KUBERNETES_UNAUTHORIZED',
    message: `The credentials could not be read: /bin/sh ${problem}`,
  });
  expect(inspect(error, { depth: null })).not.toContain('very-secret');
});

test('a program that fails without a word is named', async () => {
  expect((await failure(configOf(exec('exit 3')))).message).toContain('/bin/sh failed and said nothing');
});

test.each([
  ['a token file that is missing', { tokenFile: '/nope/token' }, 'tokenFile names /nope/token, and there is none'],
  ['gcp', { 'auth-provider': { name: 'gcp' } }, 'auth-provider "gcp" is not supported'],
  ['oidc without a config', { 'auth-provider': { name: 'oidc' } }, 'auth-provider "oidc" has no config'],
  ['a missing certificate', { 'client-certificate': 'nope.pem' }, /client-certificate names .*nope\.pem, and there/],
  ['a certificate that is none', { 'client-certificate': 'garbage.pem' }, /client-certificate \(.*\.pem\) is no cert/],
  ['data that is no certificate', { 'client-certificate-data': 'AAAA' }, 'client-certificate-data is no certificate'],
  ['data that is no key', { 'client-key-data': 'AAAA' }, 'client-key-data is no key'],
])('refuses a user with %s', async (_, user, problem) => {
  const error = await failure(configOf(user));
  expect(error).toMatchObject({
    code: 'KUBERNETES_CONFIG_INVALID',
    message: typeof problem === 'string' ? expect.stringContaining(problem) : expect.stringMatching(problem),
    hint: expect.any(String),
  });
  expect(error.message).toContain('the user "servo"');
});

test.each(['server', 'proxy-url'])('refuses a %s that is no URL, and does not show it', async (key) => {
  const cluster = { server: 'https://shop.invalid', [key]: 'me:very-secret@shop' };
  const error = await failure(configOf({}, { clusters: [{ name: 'shop', cluster }] }));
  expect(error.code).toBe('KUBERNETES_CONFIG_INVALID');
  expect(error.message).toContain(`the cluster "shop": ${key} is no URL`);
  expect(inspect(error, { depth: null })).not.toContain('very-secret');
});

test('refuses an authority that is no certificate, and a file without a current context', async () => {
  const cluster = { server: 'https://shop.invalid', 'certificate-authority-data': 'AAAA' };
  const unknown = await failure(configOf({}, { clusters: [{ name: 'shop', cluster }] }));
  expect(unknown.message).toContain('the cluster "shop": certificate-authority-data is no certificate');
  const none = await failure(configOf({}, { 'current-context': undefined }));
  expect(none.message).toMatch(/names no current context; it has "shop"$/);
  expect(none.hint).toContain('Set "context" in servo.yaml');
});

test('a program that hangs is not started again by the next client, which fails as the first did', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const runs = join(folder, 'runs');
  const hanging = configOf(exec(`printf x >> ${runs}; sleep 1000`));
  const first = failure(hanging);
  await expect.poll(() => readFile(runs, 'utf8').catch(() => ''), { timeout: 10_000 }).toBe('x');
  await vi.advanceTimersByTimeAsync(30_000);
  const message = 'The credentials could not be read: /bin/sh did not end in 30 s';
  expect(await first).toMatchObject({ code: 'KUBERNETES_UNAUTHORIZED', message });
  expect(await failure(hanging)).toMatchObject({ message });
  expect(await readFile(runs, 'utf8')).toBe('x');
});
