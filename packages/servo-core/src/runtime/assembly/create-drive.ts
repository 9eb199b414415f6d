import { platform, release } from 'node:os';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import type { EmbeddedOptimizerConfig, OptimizerConfig } from '../../optimizer/optimizer-config.js';
import type { Clock } from '../../time/clock.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { pollDiagnostics } from '../diagnostics/poll-diagnostics.js';
import type { WayToOptimizer } from '../optimizer-client/send-authorized.js';
import { fixedDestination } from '../optimizer-client/destination.js';
import { OptimizerClient } from '../optimizer-client/optimizer-client.js';
import { type Post, postBy } from '../optimizer-client/post.js';
import { userAgent } from '../optimizer-client/user-agent.js';
import { ServoRunner } from '../runner/servo-runner.js';
import type { Consent } from '../servo/reversible-changes.js';
import type { Servo } from '../servo/servo.js';
import type { AssembleOptions } from './assemble-options.js';
import { connectRemote, type RemoteConnection } from './connect-remote.js';
import type { Drive } from './member.js';
import { shownConfiguration } from './shown-configuration.js';

/** What {@link createDrive} needs. */
export interface DriveOptions {
  readonly servo: Servo;
  readonly document: ServoDocument;
  readonly specs: readonly ConnectorSpec[];
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly options: AssembleOptions & { readonly post: Post };
}

type Connection = RemoteConnection & Pick<Drive, 'embedded'>;

/** The way of a servo that asks no optimizer. */
const nobody: Connection = {
  name: 'nobody',
  destination: fixedDestination('http://nobody.invalid/servo', async () => ({})),
  post: async () => {
    throw new ServoError('OPTIMIZER_UNREACHABLE', 'A servo that asks no optimizer was to send something to one');
  },
};

/** Makes what drives a servo: its optimizer, or the way to it, and its runner. */
export async function createDrive(given: DriveOptions): Promise<Drive> {
  const { servo, document, clock, logger, version, options } = given;
  const { optimizer, settings, servoUid } = document;
  const poll = options.poll ?? true;
  if (poll && !optimizer) throw noOptimizer(document);
  const random = options.random ?? Math.random;
  const agent = userAgent(version);
  const { name, embedded, ...way } = await connect(poll ? optimizer : undefined, {
    ...given,
    userAgent: agent,
  });
  const client = new OptimizerClient({
    ...way,
    userAgent: agent,
    servoUid,
    clock,
    random,
    onRequest: options.onRequest,
  });
  const runner = new ServoRunner({
    servo,
    client,
    optimizer: name,
    clock,
    logger,
    random,
    userAgent: agent,
    telemetry: settings.telemetry ? telemetry(version, options.env) : undefined,
    observe: options.observe ?? (() => {}),
    consent: consentOf(given),
    poll,
    onInterrupt: settings.onInterrupt,
    grace: settings.grace.milliseconds,
  });
  return { runner, embedded, beside: poll ? diagnostics(given, { ...way, userAgent: agent }, random) : undefined };
}

function consentOf({ servo: { name: servo }, options: { consent } }: DriveOptions): Consent | undefined {
  return consent && ((adjustments, present, signal) => consent({ servo, adjustments, present, signal }));
}

async function connect(
  optimizer: OptimizerConfig | undefined,
  given: DriveOptions & { readonly userAgent: string },
): Promise<Connection> {
  if (!optimizer) return nobody;
  if (optimizer.kind === 'embedded') return embed(optimizer, given);
  const { document, options, ...rest } = given;
  const { settings, file, secretFiles = {} } = document;
  const { env, cwd, post } = options;
  return connectRemote(optimizer, { ...rest, settings, secretFiles, file, env, cwd, post });
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
    destination: fixedDestination('http://embedded.invalid/servo', async () => ({})),
    post: postBy(embedded.fetch),
    embedded,
  };
}

/** Answers the wish of a remote optimizer to know more, where the operator lets it. */
function diagnostics(
  { document, specs, servo, clock, logger, options }: DriveOptions,
  way: WayToOptimizer,
  random: () => number,
): Drive['beside'] {
  const { wantsDiagnostics, optimizer, file } = document;
  const { recentLogs } = options;
  if (!wantsDiagnostics || optimizer?.kind === 'embedded') return undefined;
  logger.warn(
    `${file}: no_diagnostics is false: the optimizer may ask for this configuration, without secrets, and the log`,
  );
  return (signal) =>
    pollDiagnostics(
      {
        way,
        configuration: () => shownConfiguration(document, specs),
        logs: () => recentLogs?.of(servo.name) ?? [],
        clock,
        random,
        logger,
      },
      signal,
    );
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
