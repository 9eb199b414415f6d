import { platform, release } from 'node:os';
import { resolve } from 'node:path';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import type { EmbeddedOptimizerConfig, OptimizerConfig } from '../../optimizer/optimizer-config.js';
import type { Clock } from '../../time/clock.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { Authorization } from '../optimizer-client/authorization.js';
import { tokenHeaders } from '../optimizer-client/authorization.js';
import { clientCredentials } from '../optimizer-client/client-credentials.js';
import { OptimizerClient } from '../optimizer-client/optimizer-client.js';
import { optimizerEndpoint, servoUrl } from '../optimizer-client/optimizer-endpoint.js';
import { type Post, postBy } from '../optimizer-client/post.js';
import { userAgent } from '../optimizer-client/user-agent.js';
import { ServoRunner } from '../runner/servo-runner.js';
import type { Servo } from '../servo/servo.js';
import type { AssembleOptions } from './assemble-options.js';
import { readConnectionFile } from './connection-file.js';
import type { Drive } from './member.js';

/** What {@link createDrive} needs. */
export interface DriveOptions {
  readonly servo: Servo;
  readonly document: ServoDocument;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly options: AssembleOptions & { readonly post: Post };
}

type RemoteOptimizerConfig = Exclude<OptimizerConfig, EmbeddedOptimizerConfig>;

type Connection = Pick<Drive, 'embedded'> & {
  readonly name: string;
  readonly url: string;
  readonly post: Post;
  readonly authorization: Authorization;
};

/** Makes what drives a servo: its optimizer, or the way to it, and its runner. */
export async function createDrive(given: DriveOptions): Promise<Drive> {
  const { servo, document, clock, logger, version, options } = given;
  const { optimizer, settings, servoUid } = document;
  if (!optimizer) throw noOptimizer(document);
  const random = options.random ?? Math.random;
  const agent = userAgent(version);
  const { name, url, post, authorization, embedded } = await connect(optimizer, given);
  const client = new OptimizerClient({ url, post, authorization, userAgent: agent, servoUid, clock, random });
  const runner = new ServoRunner({
    servo,
    client,
    optimizer: name,
    clock,
    logger,
    random,
    userAgent: agent,
    telemetry: telemetry(version, options.env),
    observe: options.observe ?? (() => {}),
    onInterrupt: settings.onInterrupt,
    grace: settings.grace.milliseconds,
  });
  return { runner, embedded };
}

async function connect(optimizer: OptimizerConfig, given: DriveOptions): Promise<Connection> {
  if (optimizer.kind === 'embedded') return embed(optimizer, given);
  const { post, cwd } = given.options;
  warnOfUnused(given);
  if (optimizer.kind === 'appdynamics' && optimizer.connectionFile) {
    const path = resolve(cwd, optimizer.connectionFile);
    const { baseUrl, tenantId } = await readConnectionFile(path);
    // read each time: what writes the file puts a new token into it before the old one ends
    const authorization = async () => tokenHeaders((await readConnectionFile(path)).token.reveal());
    return { ...reached({ ...optimizer, baseUrl, tenantId }), post, authorization };
  }
  return { ...reached(optimizer), post, authorization: authorize(optimizer, given) };
}

function reached(optimizer: RemoteOptimizerConfig): Pick<Connection, 'name' | 'url'> {
  const endpoint = optimizerEndpoint(optimizer);
  return { name: endpoint.id, url: servoUrl(endpoint) };
}

async function embed(
  config: EmbeddedOptimizerConfig,
  { servo, stateDir, clock, logger, options }: DriveOptions,
): Promise<Connection> {
  const { optimizer: factory, newStudy = false, observe, confirm } = options;
  if (!factory)
    throw new ServoError(
      'OPTIMIZER_NOT_INSTALLED',
      'The configuration asks for the embedded optimizer, which is not installed',
      {
        hint: 'npm install --save-exact @servo/optimizer',
      },
    );
  const embedded = await factory({
    config,
    servo: servo.name,
    stateDir,
    clock,
    logger,
    newStudy,
    observe: (event) => observe?.({ type: 'study', servo: servo.name, event }),
    confirm: confirm && ((report) => confirm(servo.name, report)),
  });
  return {
    name: 'the embedded optimizer',
    url: 'http://embedded.invalid/servo',
    post: postBy(embedded.fetch),
    authorization: async () => ({}),
    embedded,
  };
}

function authorize(optimizer: RemoteOptimizerConfig, { clock, options: { post } }: DriveOptions): Authorization {
  const { token } = optimizer;
  if (token) return async () => tokenHeaders(token.reveal());
  if (optimizer.kind === 'appdynamics') {
    const { baseUrl, tenantId, clientId, clientSecret } = optimizer;
    const tokenUrl = optimizer.tokenUrl ?? `${baseUrl?.replace(/\/$/, '')}/auth/${tenantId}/default/oauth2/token`;
    if (clientId && clientSecret) return clientCredentials({ tokenUrl, clientId, clientSecret, post, clock });
  }
  throw new ServoError('OPTIMIZER_UNAUTHORIZED', 'The optimizer needs a token, or a client id and a client secret', {
    hint: 'Set "token" of the optimizer in servo.yaml, or in the environment.',
  });
}

/** Settings of older files that are read and have no effect yet; silence would make them a promise. */
function warnOfUnused({ document: { settings, file }, logger }: DriveOptions): void {
  const { proxies, timeouts, sslVerify } = settings;
  const unused = Object.entries({ proxies, timeouts, ssl_verify: sslVerify }).filter(([, value]) => value != null);
  for (const [key] of unused)
    logger.warn(`${file}: settings.${key} has no effect in this version`, {
      instead: 'HTTP_PROXY, NODE_EXTRA_CA_CERTS',
    });
}

function telemetry(version: string, env: AssembleOptions['env']): Readonly<Record<string, string>> {
  const namespace = env['POD_NAMESPACE'];
  return {
    'servox.version': version,
    'servox.platform': `${platform()} ${release()}`,
    ...(namespace && { 'servox.namespace': namespace }),
  };
}

function noOptimizer({ file }: ServoDocument): ServoError {
  return new ServoError('OPTIMIZER_MISSING', `${file} names no optimizer`, {
    hint: 'Add "optimizer: {kind: embedded, minimize: price}" to it, or set OPSANI_OPTIMIZER and OPSANI_TOKEN.',
  });
}
