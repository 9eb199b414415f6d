import { readFile } from 'node:fs/promises';
import { ServoError } from '../../errors/servo-error.js';
import type { NetworkSettings } from '../../optimizer/network-settings.js';

/** What Node's TLS takes. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly rejectUnauthorized?: boolean;
}

/**
 * Reads the files that settings name for TLS; where they name none, nothing is read or loaded.
 *
 * @throws {@link ServoError} `TLS_FILE_INVALID` when one cannot be read or used.
 */
export async function readTls({ sslVerify, clientCertificate }: NetworkSettings): Promise<TlsOptions> {
  const [authorities, identity] = await Promise.all([
    typeof sslVerify === 'string' ? readAuthorities(sslVerify) : {},
    clientCertificate ? readIdentity(clientCertificate) : {},
  ]);
  return { ...authorities, ...identity, ...(sslVerify === false && { rejectUnauthorized: false }) };
}

async function readAuthorities(path: string): Promise<TlsOptions> {
  const ca = await readPem(path, 'settings.ssl_verify');
  if (!/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(ca))
    throw invalid(path, 'settings.ssl_verify', 'it holds no certificates in PEM');
  await check({ ca }, path, 'settings.ssl_verify');
  return { ca };
}

async function readIdentity({
  certificate,
  key,
  passphrase,
}: NonNullable<NetworkSettings['clientCertificate']>): Promise<TlsOptions> {
  const place = 'settings.client_certificate';
  const cert = await readPem(certificate, `${place}.certificate`);
  const secret = passphrase?.reveal();
  const identity = {
    cert,
    key: key == null ? cert : await readPem(key, `${place}.key`),
    ...(secret !== undefined && { passphrase: secret }),
  };
  await check(identity, key ?? certificate, place);
  return identity;
}

async function readPem(path: string, place: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw invalid(path, place, ServoError.from(error).message);
  }
}

/** Node says what is wrong with a certificate or a key before they are used. */
async function check(options: TlsOptions, path: string, place: string): Promise<void> {
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext(options);
  } catch (error) {
    throw invalid(path, place, ServoError.from(error).message);
  }
}

function invalid(path: string, place: string, why: string): ServoError {
  return new ServoError('TLS_FILE_INVALID', `${place} names ${path}, which cannot be used: ${why}`, {
    hint: 'It must be a readable file in PEM, and a key must belong to its certificate.',
  });
}
