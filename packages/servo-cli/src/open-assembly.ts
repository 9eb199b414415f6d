import { dirname, resolve } from 'node:path';
import { ConfigurationError, ServoError } from '@servo/core';
import {
  type ConfigDocument,
  discover,
  type Discovery,
  loadDocuments,
  readConfigFile,
  type ServoDocument,
  servoName,
  validateDocuments,
} from '@servo/core/documents';
import { type AssembleOptions, type Assembly, assemble } from '@servo/core/runtime';
import type { CommandContext } from './command.js';
import { emptyConfiguration, saysNothing } from './empty-configuration.js';
import { namedServos } from './named-servos.js';
import { openLogger } from './open-logger.js';
import { stateDirectory } from './state-directory.js';

/** One servo of `servo.yaml`. */
export interface ConfiguredServo {
  readonly name: string;
  readonly document: ServoDocument;
  /** The same as it was written, with where everything stood. */
  readonly written: ConfigDocument;
}

/** What `servo.yaml` says, and what its deployment has. */
export interface Configuration {
  /** All that it describes, or the one that the option `name` selects; in order. */
  readonly servos: readonly ConfiguredServo[];
  /** The path of servo.yaml. */
  readonly path: string;
  readonly discovery: Discovery;
  /** The folder of servo.yaml. */
  readonly cwd: string;
  readonly stateDir: string;
}

/**
 * Reads the configuration that the options name.
 *
 * @throws {@link ServoError} `SERVO_UNKNOWN` when no servo has the name that is asked for.
 */
export async function readConfiguration(
  args: Readonly<Record<string, unknown>>,
  { env, cwd }: CommandContext,
): Promise<Configuration> {
  const path = resolve(cwd, String(args['config-file']));
  const folder = dirname(path);
  const written = await readConfigFile({ path, cwd, env });
  const discovery = discover(folder);
  const known = discovery.candidates.map(({ name }) => name);
  const documents = await loadDocuments(written, { env, cwd: folder, known }).catch(async (error: unknown) => {
    await validateDocuments(written, { env, cwd: folder, discovery }); // who mends the file wants all its problems
    throw error;
  });
  const servos = documents.map((document, index) => ({
    name: servoName(document),
    document,
    written: written[index] ?? written[0], // there are as many of each
  }));
  return {
    servos: namedServos(servos, args['name'] as string | undefined),
    path,
    discovery,
    cwd: folder,
    stateDir: stateDirectory(path, env),
  };
}

/**
 * The servo that a command is about.
 *
 * @throws {@link ServoError} `SERVO_AMBIGUOUS` when there are several, `CONFIGURATION_EMPTY` when the file is empty.
 */
export function onlyServo({ servos }: Configuration): ConfiguredServo {
  const [first, second] = servos;
  if (first && second) throw ambiguous(servos);
  if (first && !saysNothing(first)) return first;
  throw emptyConfiguration(first?.document.file);
}

/**
 * The servos that a command is about that looks at all of them.
 *
 * @throws {@link ServoError} `CONFIGURATION_EMPTY` when the file is empty.
 */
export function everyServo({ servos }: Configuration): readonly ConfiguredServo[] {
  const [first, second] = servos;
  if (!first || (!second && saysNothing(first))) throw emptyConfiguration(first?.document.file);
  return servos;
}

function ambiguous(servos: readonly ConfiguredServo[]): ServoError {
  const names = servos.map(({ name }) => name);
  return new ServoError(
    'SERVO_AMBIGUOUS',
    `${servos[0]?.document.file} describes ${names.length} servos: ${names.join(', ')}`,
    { hint: `Say which: --name ${names[0]}.` },
  );
}

/** Makes the servos of a configuration, with what the command asks for besides. */
export async function openAssembly(
  configuration: Configuration,
  {
    args,
    context,
    options,
  }: {
    readonly args: Readonly<Record<string, unknown>>;
    readonly context: CommandContext;
    readonly options: Partial<AssembleOptions>;
  },
): Promise<Assembly> {
  const { servos, discovery, cwd, stateDir } = configuration;
  const { env } = context;
  const [first, ...others] = servos.map(({ written }) => written);
  return assemble({
    documents: servos.map(({ document }) => document),
    discovery,
    env,
    cwd,
    stateDir,
    logger: openLogger(args, context),
    ...options,
  }).catch(async (error: unknown) => {
    // it stops at the first servo that is wrong; who mends the file wants the problems of all
    if (error instanceof ConfigurationError && first)
      await validateDocuments([first, ...others], { env, cwd, discovery });
    throw error;
  });
}
