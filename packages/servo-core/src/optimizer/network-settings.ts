import { z } from '../zod.js';
import { duration } from '../config/duration-schema.js';
import { Secret } from '../config/secret.js';
import { secret } from '../config/secret-schema.js';

const timeout = duration().nullish();
const timeouts = z.union([
  duration().transform((each) => ({ connect: each, read: each, write: each, pool: each })),
  z.strictObject({ connect: timeout, read: timeout, write: timeout, pool: timeout }),
]);

/** How patterns of URLs are written: `https://`, `all://*.example.com`, `http://host:8080`. */
export const urlPatternForm: RegExp = /^(https?|all):\/\/(\[[^\]]+\]|[^:/[\]]*)(?::(\d{1,5}))?(?:\/.*)?$/i;

const proxyUrl = z
  .string()
  .regex(/^https?:\/\/./, 'expected an http:// or https:// URL')
  .transform((url) => new Secret(url)); // it may hold a password
const proxyPattern = z
  .string()
  .regex(urlPatternForm, 'expected a pattern such as http://, https://*.example.com or all://host:8080');

const clientCertificate = z.strictObject({
  certificate: z.string().min(1).describe('Path of the certificate, in PEM'),
  key: z.string().min(1).nullish().describe('Path of its key, where that is another file'),
  passphrase: secret().nullish().describe('Of the key'),
});

/** How a remote optimizer is reached over the network; what is absent or null is as usual. */
export const networkSettings = z.strictObject({
  proxies: z
    .union([
      proxyUrl,
      z.record(proxyPattern, proxyUrl.nullable()),
      z.tuple([]).transform((): Record<string, Secret | null> => ({})),
    ])
    .nullish()
    .describe('The URL of a proxy, or a mapping from patterns of URLs; by the environment where it is absent'),
  timeouts: timeouts
    .nullish()
    .describe(
      'How long requests may take: a duration for each of the four phases, or a mapping of `connect` (until a connection is made, TLS included; 10s), `read` (without a sign of life; 60s), `write` (30s) and `pool` (20s), whose sum bounds a request as a whole',
    ),
  sslVerify: z
    .union([z.boolean(), z.string().min(1)])
    .nullish()
    .describe(
      'Whether certificates are verified; a path: by the authorities in that PEM file alone; `false`: trust anyone',
    ),
  clientCertificate: clientCertificate.nullish().describe('Shown to a server that asks for one'),
});

/** How a remote optimizer is reached over the network. */
export type NetworkSettings = z.output<typeof networkSettings>;
