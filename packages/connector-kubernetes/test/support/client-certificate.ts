import { generateKeyPairSync, sign } from 'node:crypto';

/**
 * Makes a key and a certificate that signs itself, for a client of this name: an API server that has it as its authority knows
 * the client by it.
 */
export function clientCertificate(name: string): { readonly key: string; readonly certificate: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const algorithm = der(0x30, Buffer.from('06032b6570', 'hex'));
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)));
  const subject = der(0x30, der(0x31, commonName));
  const years = der(0x30, ...['260101000000Z', '490101000000Z'].map((text) => der(0x17, Buffer.from(text))));
  const serial = der(0x02, Buffer.from([1]));
  const body = der(0x30, serial, algorithm, subject, years, subject, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = der(0x03, Buffer.from([0]), sign(null, body, privateKey));
  const text = der(0x30, body, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${text.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** One value of the form that certificates are written in: what it is, how long, and its content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const all = Buffer.concat(content);
  const { length } = all;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), all]);
}
