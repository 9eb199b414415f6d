import { join } from 'node:path';
import type { AssemblyView } from '../../connector/current-context.js';
import { coreVersion } from '../../core-version.js';
import { silentLogger } from '../../logging/silent-logger.js';
import type { Logger } from '../../logging/logger.js';
import { systemClock } from '../../time/system-clock.js';
import type { Override } from '../config-file/laid-over-section.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import { servoName, stateFolder } from '../config-file/servo-name.js';
import { StatusTracker } from '../control/status-tracker.js';
import type { Discovery } from '../discovery/discover.js';
import type { Post } from '../optimizer-client/post.js';
import { maskedEvent } from '../runner/masked-event.js';
import type { ServoEvent } from '../runner/servo-event.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';
import { mergeDescriptions } from '../servo/merge-descriptions.js';
import { Servo } from '../servo/servo.js';
import type { AssembleOptions } from './assemble-options.js';
import { connectorSpecs } from './connector-specs.js';
import { createDrive } from './create-drive.js';
import { Member } from './member.js';

/** What the members of an assembly have in common. */
export interface MemberSurroundings {
  readonly assembly: AssemblyView;
  readonly discovery: Discovery;
  readonly options: AssembleOptions & { readonly post: Post; readonly otherServo: number | undefined };
  /** Told of the connectors, once their configuration is checked, and of what variables took the place of. */
  readonly onSpecs: (specs: readonly ConnectorSpec[], overrides: readonly Override[]) => void;
}

/** Makes a servo with its connectors attached, and what will drive it. */
export async function createMember(
  document: ServoDocument,
  { assembly, discovery, options, onSpecs }: MemberSurroundings,
): Promise<Member> {
  const { env, cwd, clock = systemClock, signal, otherServo } = options;
  const name = servoName(document);
  const stateDir = join(options.stateDir, stateFolder(document));
  const logger = (options.logger ?? silentLogger).child({ servo: name });
  const overrides: Override[] = [];
  const onOverride = (override: Override): void => void overrides.push(override);
  const specs = await connectorSpecs(document, { discovery, env, cwd, onOverride });
  for (const override of [...document.overrides, ...overrides]) tell(override, logger);
  onSpecs(specs, overrides);
  const servo = new Servo({ name, clock, logger, env, cwd, stateDir, otherServo, assembly });
  try {
    for (const spec of specs) await servo.addConnector(spec, { signal });
    await refuseSharedClaims(servo, signal);
  } catch (error) {
    await servo[Symbol.asyncDispose]();
    throw error;
  }
  const tracker = new StatusTracker(name, clock);
  const observe = (event: ServoEvent): void => {
    const shown = maskedEvent(event);
    tracker.observe(shown);
    options.observe?.(shown);
  };
  const drive = () =>
    createDrive({
      servo,
      document,
      specs,
      stateDir,
      clock,
      logger,
      options: { ...options, observe },
      version: coreVersion,
    });
  const { optimizer } = document;
  return new Member({
    document,
    servo,
    logger,
    drive,
    status: () => tracker.status,
    exitsWhenDone: optimizer?.kind === 'embedded' && optimizer.whenDone === 'exit',
  });
}

function tell({ variable, path, file, line, column }: Override, logger: Logger): void {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  logger.info(`${variable} takes the place of ${path} in ${place}`);
}

/** Finds metrics and components that two connectors answer; whoever fails to answer is heard of when it matters. */
async function refuseSharedClaims({ dispatch }: Servo, signal: AbortSignal | undefined): Promise<void> {
  const metrics = await dispatch.settle('metrics', undefined, { signal });
  const components = await dispatch.settle('components', undefined, { signal });
  mergeDescriptions([
    ...metrics.map((each) => ({
      connector: each.connector,
      components: [],
      metrics: 'value' in each ? each.value : [],
    })),
    ...components.map((each) => ({
      connector: each.connector,
      components: 'value' in each ? each.value : [],
      metrics: [],
    })),
  ]);
}
