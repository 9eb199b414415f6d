import { silentLogger } from '@servo/core';
import { type EmbeddedOptimizerConfig, embeddedOptimizerConfig, type StudyEvent } from '@servo/core/wire';
import { FakeClock } from '@servo/testing';
import { ProtocolServer } from '../src/protocol/protocol-server.js';
import { MemoryStore } from '../src/store/memory-store.js';
import type { Store } from '../src/store/store.js';
import { StudyConductor, type StudyConductorOptions } from '../src/study/study-conductor.js';
import { FakeServo, type FakeServoOptions } from './fake-servo.js';
import { prices, syntheticTarget } from './synthetic-target.js';

/** How a {@link study} departs from the usual one. */
export interface StudyOptions
  extends Partial<Omit<FakeServoOptions, 'target'>>,
    Partial<Pick<FakeServoOptions, 'target'>>,
    Partial<Pick<StudyConductorOptions, 'newStudy' | 'confirm' | 'observe'>> {
  readonly store?: Store;
  readonly config?: object;
  /** How many commands the servo carries out before it stops. */
  readonly commands?: number;
  /** A servo that ran before. */
  readonly servo?: FakeServo;
}

/** What a study left behind. */
export interface StudyRunResult {
  readonly conductor: StudyConductor;
  readonly fetch: ProtocolServer['fetch'];
  readonly servo: FakeServo;
  readonly events: readonly StudyEvent[];
}

/** The configuration of the usual study, with changes. */
export function studyConfig(changes: object = {}): EmbeddedOptimizerConfig {
  return embeddedOptimizerConfig.parse({
    minimize: 'price',
    prices,
    constraints: ['p99 < 80ms', 'error_rate < 1%'],
    budget: { trials: 8 },
    ...changes,
  });
}

/** Runs a study over the wire until the servo is to rest. */
export async function study(options: StudyOptions = {}): Promise<StudyRunResult> {
  const { store = new MemoryStore(), target = syntheticTarget(), newStudy = false, confirm, commands } = options;
  const events: StudyEvent[] = [];
  const conductor = new StudyConductor({
    config: studyConfig(options.config),
    servo: 'web',
    store,
    clock: new FakeClock(),
    logger: silentLogger,
    newStudy,
    observe: (event) => {
      events.push(event);
      options.observe?.(event);
    },
    confirm,
  });
  const { fetch } = new ProtocolServer(conductor);
  const servo = options.servo ?? new FakeServo({ ...options, target });
  await servo.run(fetch, commands);
  return { conductor, fetch, servo, events };
}
