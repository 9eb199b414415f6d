import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ServoError } from '@servo/core';
import {
  type AssembleOptions,
  type Assembly,
  assemble,
  type ConfigDocument,
  discover,
  type Discovery,
  loadDocument,
  type LogLevel,
  pinoLogger,
  readConfigFile,
  type ServoDocument,
} from '@servo/core/runtime';
import type { EmbeddedOptimizerFactory } from '@servo/core/wire';
import type * as Optimizer from '@servo/optimizer';
import type { CommandContext } from './command.js';

/** What `servo.yaml` says, and what its deployment has. */
export interface Configuration {
  readonly document: ServoDocument;
  /** The same as it was written, with where everything stood. */
  readonly written: ConfigDocument;
  readonly discovery: Discovery;
  /** The folder of servo.yaml. */
  readonly cwd: string;
  readonly stateDir: string;
}

/** Reads the configuration that the options name. */
export async function readConfiguration(
  args: Readonly<Record<string, unknown>>,
  { env, cwd }: CommandContext,
): Promise<Configuration> {
  const path = resolve(cwd, String(args['config-file']));
  const folder = dirname(path);
  const file = await readConfigFile({ path, cwd, env });
  const discovery = discover(folder);
  const known = discovery.candidates.map(({ name }) => name);
  const document = await loadDocument(file, { env, cwd: folder, known });
  const state = env['SERVO_STATE_DIR'] || '.servo';
  return { document, written: file, discovery, cwd: folder, stateDir: isAbsolute(state) ? state : join(folder, state) };
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
  const { document, discovery, cwd, stateDir } = configuration;
  const { terminal, env } = context;
  return assemble({
    documents: [document],
    discovery,
    env,
    cwd,
    stateDir,
    logger: pinoLogger({
      level: args['log-level'] as LogLevel,
      pretty: terminal.beside.interactive,
      colors: terminal.beside.colors,
    }), // one of its choices
    ...options,
  });
}

/** Loads the embedded optimizer; only runs and plans need it, and a deployment with a remote one needs none. */
export async function loadOptimizer(): Promise<typeof Optimizer> {
  try {
    return await import('@servo/optimizer');
  } catch (error) {
    throw new ServoError(
      'OPTIMIZER_NOT_INSTALLED',
      'The configuration asks for the embedded optimizer, which is not installed',
      {
        cause: error,
        hint: 'npm install --save-exact @servo/optimizer',
      },
    );
  }
}

/** The factory of embedded optimizers where the configuration asks for one. */
export async function optimizerFactory({ document }: Configuration): Promise<EmbeddedOptimizerFactory | undefined> {
  return document.optimizer?.kind === 'embedded' ? (await loadOptimizer()).embeddedOptimizer : undefined;
}
