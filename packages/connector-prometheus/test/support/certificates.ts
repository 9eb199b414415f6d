import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The reason why no certificates can be made; nothing where they can. */
export const missing: string | undefined = await run('openssl', ['version']).then(
  () => undefined,
  () => 'openssl is not installed: nothing is tried over TLS',
);

/** Files in PEM, all in one folder: an authority, and what it signed for `prometheus.test` and for a client. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** Makes an authority, a server and a client that it vouches for. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-certificates-'));
  const file = (name: string): string => join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = [
    '-x509',
    '-days',
    '2',
    '-subj',
    '/CN=authority',
    '-out',
    file('ca.pem'),
    '-keyout',
    file('ca.key'),
  ];
  await run('openssl', ['req', ...newKey, ...authority]);
  const signed = async (name: string, extension: string): Promise<{ readonly cert: string; readonly key: string }> => {
    const [cert, key, request] = [file(`${name}.pem`), file(`${name}.key`), file(`${name}.csr`)];
    await writeFile(file(`${name}.ext`), extension);
    await run('openssl', ['req', ...newKey, '-subj', `/CN=${name}`, '-out', request, '-keyout', key]);
    const by = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
    await run('openssl', ['x509', '-req', '-in', request, ...by, '-extfile', file(`${name}.ext`), '-out', cert]);
    return { cert, key };
  };
  const server = await signed('server', 'subjectAltName=DNS:prometheus.test');
  return { folder, ca: file('ca.pem'), server, client: await signed('client', 'extendedKeyUsage=clientAuth') };
}
