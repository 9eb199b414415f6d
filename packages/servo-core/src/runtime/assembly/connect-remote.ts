import { resolve } from 'node:path';
import type { Secret } from '../../config/secret.js';
import type { Logger } from '../../logging/logger.js';
import type { NetworkSettings } from '../../optimizer/network-settings.js';
import type { EmbeddedOptimizerConfig, OptimizerConfig } from '../../optimizer/optimizer-config.js';
import type { Clock } from '../../time/clock.js';
import type { SecretFiles } from '../config-file/servo-document.js';
import { defaultBackoff, type ServoSettings } from '../config-file/top-level-schemas.js';
import { type Authorization, tokenAuthorization, tokenHeaders } from '../optimizer-client/authorization.js';
import { chooseProxy } from '../optimizer-client/choose-proxy.js';
import { clientCredentials } from '../optimizer-client/client-credentials.js';
import { type FindDestination, fixedDestination } from '../optimizer-client/destination.js';
import { OptimizerError } from '../optimizer-client/optimizer-error.js';
import { optimizerEndpoint, servoUrl } from '../optimizer-client/optimizer-endpoint.js';
import type { Post } from '../optimizer-client/post.js';
import { readTls } from '../optimizer-client/read-tls.js';
import type { RetryLimit } from '../optimizer-client/retry-budget.js';
import { type ReadSecret, secretFile } from '../optimizer-client/secret-file.js';
import { ConnectionFile } from './connection-file.js';

/** An optimizer that is reached over the network. */
export type RemoteOptimizerConfig = Exclude<OptimizerConfig, EmbeddedOptimizerConfig>;

/** What {@link connectRemote} needs. */
export interface ConnectRemoteOptions {
  readonly settings: ServoSettings;
  /** The files that secrets of the optimizer were read from, by key. */
  readonly secretFiles: SecretFiles;
  /** The configuration file, as messages name it. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly cwd: string;
  readonly post: Post;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The way to an optimizer. */
export interface RemoteConnection {
  /** The optimizer's name, for people. */
  readonly name: string;
  readonly destination: FindDestination;
  readonly post: Post;
  readonly connectLimit?: RetryLimit | undefined;
}

/**
 * Works out how a remote optimizer is reached.
 *
 * @throws {@link ServoError} `PROXY_INVALID` or `TLS_FILE_INVALID` when the settings cannot be used, and
 * {@link OptimizerError} `OPTIMIZER_UNAUTHORIZED` when nothing proves who the servo is.
 */
export async function connectRemote(
  optimizer: RemoteOptimizerConfig,
  options: ConnectRemoteOptions,
): Promise<RemoteConnection> {
  const { settings, env, cwd, logger } = options;
  warn(options);
  const network = networkOf(settings, cwd);
  chooseProxy({ proxies: network.proxies, env }); // what is wrong with it is known before the first request, as
  await readTls(network); // it is with these files
  const post: Post = (request) => options.post({ ...request, network });
  const { maxTime, maxTries } = settings.backoff['connect'] ?? {};
  const connectLimit = { maxTime: maxTime?.milliseconds, maxTries: maxTries ?? undefined };
  if (optimizer.kind === 'appdynamics' && optimizer.connectionFile) {
    const file = new ConnectionFile(resolve(cwd, optimizer.connectionFile), logger);
    return { ...(await byConnectionFile(optimizer, file)), post, connectLimit };
  }
  const endpoint = optimizerEndpoint(optimizer);
  const destination = fixedDestination(servoUrl(endpoint), authorize(optimizer, { ...options, post }));
  return { name: endpoint.id, destination, post, connectLimit };
}

/** The settings of the network alone, with whole paths. */
function networkOf(
  { proxies, timeouts, sslVerify, clientCertificate: own }: ServoSettings,
  cwd: string,
): NetworkSettings {
  return {
    proxies,
    timeouts,
    sslVerify: typeof sslVerify === 'string' ? resolve(cwd, sslVerify) : sslVerify,
    clientCertificate: own && {
      ...own,
      certificate: resolve(cwd, own.certificate),
      key: own.key == null ? undefined : resolve(cwd, own.key),
    },
  };
}

/** What writes the file puts a new token into it before the old one ends, and may move the optimizer. */
async function byConnectionFile(
  optimizer: Extract<RemoteOptimizerConfig, { kind: 'appdynamics' }>,
  file: ConnectionFile,
): Promise<Pick<RemoteConnection, 'name' | 'destination'>> {
  const destination: FindDestination = async () => {
    const { baseUrl, tenantId, token } = await file.read();
    return {
      url: servoUrl(optimizerEndpoint({ ...optimizer, baseUrl, tenantId })),
      headers: tokenHeaders(token.reveal()),
    };
  };
  const tenantId = await file.read().then(
    (connection) => connection.tenantId,
    (error: unknown) => {
      if (error instanceof OptimizerError) return optimizer.tenantId; // it is waited for
      throw error;
    },
  );
  const { optimizerId } = optimizer;
  return { name: tenantId === undefined ? optimizerId : `${tenantId} - ${optimizerId}`, destination };
}

function authorize(
  optimizer: RemoteOptimizerConfig,
  { clock, post, userAgent, logger, secretFiles }: Omit<ConnectRemoteOptions, 'settings' | 'file' | 'env' | 'cwd'>,
): Authorization {
  const { token } = optimizer;
  const rereading = (known: Secret, path: string | undefined): ReadSecret | undefined =>
    path === undefined ? undefined : secretFile({ path, known, logger });
  if (token) return tokenAuthorization(token, rereading(token, secretFiles['token']));
  if (optimizer.kind === 'appdynamics') {
    const { baseUrl, tenantId, clientId, clientSecret } = optimizer;
    const tokenUrl = optimizer.tokenUrl ?? `${baseUrl?.replace(/\/$/, '')}/auth/${tenantId}/default/oauth2/token`;
    if (clientId && clientSecret) {
      const read = rereading(clientSecret, secretFiles['clientSecret']) ?? (async () => clientSecret);
      return clientCredentials({ tokenUrl, clientId, clientSecret: read, userAgent, post, clock });
    }
  }
  throw new OptimizerError('The optimizer needs a token, or a client id and a client secret', {
    code: 'OPTIMIZER_UNAUTHORIZED',
    verdict: 'fatal',
    hint: 'Set "token" of the optimizer in servo.yaml, or in the environment.',
  });
}

function warn({ settings: { sslVerify, backoff }, file, logger }: ConnectRemoteOptions): void {
  if (sslVerify === false)
    logger.warn(
      `${file}: settings.ssl_verify is false: certificates are NOT verified, so anyone on the way can read the token and command this servo`,
    );
  const idle = Object.keys(backoff).filter(
    (context) => context !== 'connect' && JSON.stringify(backoff[context]) !== JSON.stringify(defaultBackoff[context]),
  );
  for (const context of idle)
    logger.warn(`${file}: settings.backoff.${context} has no effect: once connected, requests are sent until answered`);
}
