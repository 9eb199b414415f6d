import { existsSync, readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { ServoError } from '@servo/core';
import type { Cluster, User } from '@kubernetes/client-node';
import { kubeConfigError } from './kube-config-error.js';
import { tokenFileOf } from './token-file.js';

/** A certificate or key of a kubeconfig: the key that holds it, and what it holds. */
interface Material {
  readonly key: string;
  readonly file?: string | undefined;
  readonly data?: string | undefined;
}

/** Says what is wrong with a user before the API server takes the servo for somebody else. */
export function assertUser(user: User): void {
  const where = `the user "${user.name}"`;
  assertProvider(user, where);
  const tokenFile = tokenFileOf(user);
  if (tokenFile !== undefined && !existsSync(tokenFile)) throw missing(`${where}: tokenFile`, tokenFile);
  const { certFile, certData, keyFile, keyData } = user;
  assertPem('cert', { key: `${where}: client-certificate`, file: certFile, data: certData });
  assertPem('key', { key: `${where}: client-key`, file: keyFile, data: keyData });
}

/** Says what is wrong with the address of a cluster, or the certificates that it is known by. */
export function assertCluster({ name, server, proxyUrl, caFile: file, caData: data }: Cluster): void {
  const where = `the cluster "${name}"`;
  for (const [key, url] of Object.entries({ server, 'proxy-url': proxyUrl }))
    if (url !== undefined && !isAddress(url))
      throw kubeConfigError(`${where}: ${key} is no URL`, {
        hint: 'Write it with its scheme, such as https://, in the kubeconfig.',
      }); // it may hold a password
  assertPem('ca', { key: `${where}: certificate-authority`, file, data });
}

/** Says what is wrong with a certificate and key that a program answered. */
export function assertAnswer(program: string, { cert, key }: Pick<SecureContextOptions, 'cert' | 'key'>): void {
  for (const [kind, content] of Object.entries({ cert, key }))
    try {
      createSecureContext({ [kind]: content });
    } catch {
      const name = kind === 'key' ? 'clientKeyData' : 'clientCertificateData';
      throw new Error(`${program} answered with ${name} that is not in PEM format`);
    }
}

/** The client library knows some that kubectl has given up, and fails at others with words of its own. */
function assertProvider(user: User, where: string): void {
  const { name, config } = (user.authProvider ?? {}) as { readonly name?: unknown; readonly config?: unknown }; // untyped
  if (name === undefined || tokenFileOf(user) !== undefined || (name === 'oidc' && config != null)) return;
  const problem = name === 'oidc' ? 'has no config' : 'is not supported';
  throw kubeConfigError(`${where}: auth-provider ${JSON.stringify(name)} ${problem}`, {
    hint: 'Use an exec plug-in, as kubectl does: gke-gcloud-auth-plugin, kubelogin, or that of your cloud.',
  });
}

/** `shop:6443` alone would be taken for a URL as well, with the scheme `shop`. */
function isAddress(url: string): boolean {
  return URL.canParse(url) && /^(?:https?|socks\w*):$/.test(new URL(url).protocol);
}

function assertPem(kind: 'ca' | 'cert' | 'key', { key, file, data }: Material): void {
  if (!file && !data) return;
  if (file && !existsSync(file)) throw missing(key, file);
  const name = file ? `${key} (${file})` : `${key}-data`;
  try {
    const content = file ? readFileSync(file) : Buffer.from(data ?? '', 'base64');
    if (kind === 'ca' && !content.includes('-----BEGIN ')) throw new Error('no start line'); // Node passes over it
    createSecureContext({ [kind]: content });
  } catch (cause) {
    throw kubeConfigError(
      `${name} is no ${kind === 'key' ? 'key' : 'certificate'}: ${ServoError.from(cause).message}`,
      {
        cause,
        hint: file ? 'Give it a file in PEM format.' : 'Give it a PEM file, encoded in base64.',
      },
    );
  }
}

function missing(key: string, file: string): ServoError {
  return kubeConfigError(`${key} names ${file}, and there is none`, { hint: 'Correct the path in the kubeconfig.' });
}
