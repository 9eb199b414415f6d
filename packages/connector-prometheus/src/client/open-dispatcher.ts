import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Duration, ServoError } from '@servo/core';
import type { Dispatcher } from 'undici';
import type { PrometheusSettings } from '../prometheus-config.js';
import { PrometheusError } from './prometheus-error.js';

const longestConnect = 10_000; // milliseconds, in which whoever is there has answered

/** Opens what keeps the connections to a server. @throws {@link PrometheusError} when a file of `tls` cannot be read. */
export async function openDispatcher(
  { tls, proxy, timeout }: Pick<PrometheusSettings, 'tls' | 'proxy' | 'timeout'>,
  cwd: string,
): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, ProxyAgent } = await import('undici'); // asked for when there is something to ask
  const read = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : fileOf(resolve(cwd, path));
  const trust = given({ ca: await read(tls?.ca), rejectUnauthorized: tls && !tls.insecure });
  const own = { cert: await read(tls?.cert), key: await read(tls?.key), servername: tls?.serverName };
  const requestTls = { ...trust, ...given(own) };
  const options = { ...limitsOf(timeout), requestTls, proxyTls: trust }; // a proxy is no one to show the certificate to
  if (proxy) return new ProxyAgent({ ...options, ...proxyOf(proxy.reveal()) });
  return new EnvHttpProxyAgent({ ...options, connect: requestTls });
}

/** What is given of some options. */
function given<Options extends object>(options: Options): Partial<Options> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Options>; // of its own entries
}

/** What connecting and each part of an answer may take. Whoever asks ends sooner; what it leaves behind lasts no longer. */
function limitsOf({ milliseconds }: Duration) {
  const whole = Math.ceil(milliseconds);
  return { connectTimeout: Math.min(whole, longestConnect), headersTimeout: whole, bodyTimeout: whole };
}

/** Where a proxy is, and what proves to it who asks. */
function proxyOf(text: string): { readonly uri: string; readonly token?: string } {
  const { origin: uri, username, password } = new URL(text);
  if (username === '') return { uri };
  const user = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { uri, token: `Basic ${user}` };
}

/** A password may hold a bare percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // it was not encoded
  }
}

async function fileOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new PrometheusError(`${path} cannot be read: ${ServoError.from(error).message}`, {
      cause: error,
      hint: 'Check the paths of "tls".',
    });
  }
}
