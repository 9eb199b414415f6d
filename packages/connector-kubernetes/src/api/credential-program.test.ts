import type { KubeConfig } from '@kubernetes/client-node';
import { afterEach, expect, test, vi } from 'vitest';
import { boundCredentialProgram } from './credential-program.js';

/** A configuration whose user is known by what a shell prints. */
async function configWith(script: string): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/sh', args: ['-c', script] };
  config.loadFromOptions({
    clusters: [{ name: 'shop', server: 'https://shop.invalid', skipTLSVerify: false }],
    users: [{ name: 'servo', exec }],
    contexts: [{ name: 'shop', cluster: 'shop', user: 'servo' }],
    currentContext: 'shop',
  });
  boundCredentialProgram(config);
  return config;
}

const printed = (token: string) => `printf '{"status":{"token":"%s"}}' ${token}`;

afterEach(() => {
  vi.useRealTimers();
});

test('boundCredentialProgram() tells the program that nobody answers its questions', async () => {
  const config = await configWith(
    `read -r answer; [ -z "$answer" ] && ${printed('$(echo "$KUBERNETES_EXEC_INFO" | base64 -w0)')}`,
  );
  const { headers } = await applied(config);
  const token = String(headers?.['Authorization']).replace('Bearer ', '');
  expect(JSON.parse(Buffer.from(token, 'base64').toString())).toEqual({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false },
  });
});

test('boundCredentialProgram() kills a program that does not end, and what it started', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const config = await configWith('sleep 1000 & sleep 1000');
  const ended = expect(applied(config)).rejects.toThrow('/bin/sh did not end in 30 s');
  await vi.advanceTimersByTimeAsync(29_900); // a request that waits for it ends after 30 seconds, with words of its own
  await ended;
});

async function applied(config: KubeConfig) {
  const options = {} as { headers?: Record<string, unknown> }; // filled in by what is called
  await config.applyToHTTPSOptions(options);
  return options;
}
