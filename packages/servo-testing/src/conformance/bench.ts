import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectorClass, handlersOf, isConnectorClass, systemClock } from '@servo/core';
import { Servo } from '@servo/core/runtime';
import { type RecordingLogger, recordingLogger } from '../recording-logger.js';
import type { ConformanceOptions } from './conformance-options.js';
import { notConforming } from './not-conforming.js';

/** A servo with the connector, in folders of its own. */
export class Bench implements AsyncDisposable {
  readonly servo: Servo;
  readonly logger: RecordingLogger;
  readonly folder: string;
  /** Whether the connector measures; one that only adjusts does not. */
  measures = false;
  readonly #options: ConformanceOptions;

  private constructor(options: ConformanceOptions, folder: string, cwd: string) {
    this.#options = options;
    this.folder = folder;
    this.logger = recordingLogger();
    const { logger } = this;
    const patience = 2_000;
    this.servo = new Servo({
      name: 'conformance',
      clock: systemClock,
      logger,
      env: {},
      cwd,
      stateDir: folder,
      patience,
    });
  }

  /** Makes a servo with the connector attached; `folder` is that of another bench, whose state it finds. */
  static async open(options: ConformanceOptions, folder?: string): Promise<Bench> {
    const state = folder ?? (await mkdtemp(join(tmpdir(), 'servo-conformance-')));
    const bench = new Bench(options, state, (await options.cwd?.()) ?? state);
    const type = await load(options);
    bench.measures = handlersOf(type).some(({ phase, event }) => phase === 'on' && event === 'measure');
    const config = await validated(type, await options.config());
    await bench.servo.addConnector({ name: 'subject', type, config });
    return bench;
  }

  /** The target as others see it. */
  async look(): Promise<unknown> {
    return this.#options.look ? this.#options.look() : (await this.servo.describe()).components;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.servo[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function load({ module, export: exported }: ConformanceOptions): Promise<ConnectorClass> {
  const loaded = (await import(module.href)) as Readonly<Record<string, unknown>>; // what a module is
  const type = loaded[exported];
  if (isConnectorClass(type)) return type;
  throw notConforming(`${exported} of ${module.href} is no connector class`);
}

async function validated({ config: schema }: ConnectorClass, written: object): Promise<unknown> {
  if (!schema) return written;
  const outcome = (await schema['~standard'].validate(written)) as {
    value?: unknown;
    issues?: readonly { message: string }[];
  }; // Standard Schema
  if (!outcome.issues) return outcome.value;
  throw notConforming(`The configuration is refused: ${outcome.issues.map(({ message }) => message).join('; ')}`);
}
