import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';
import type { EmbeddedOptimizerConfig } from './optimizer-config.js';
import type { StudyEvent, StudyReport } from './study-report.js';

/** What an embedded optimizer is given. */
export interface EmbeddedOptimizerOptions {
  readonly config: EmbeddedOptimizerConfig;
  /** The name of the servo, part of the study's identity. */
  readonly servo: string;
  /** A folder for the study's store. */
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Begin a study even where one with this definition exists. */
  readonly newStudy: boolean;
  /** Told what happens, for whoever shows it. */
  readonly observe: (event: StudyEvent) => void;
  /** Asked whether to keep the recommended configuration, where the configuration says `promote: ask`. */
  readonly confirm?: ((report: StudyReport) => Promise<boolean>) | undefined;
}

/** An optimizer in the same process: the protocol's server as a function, handed to the client as its fetch. */
export interface EmbeddedOptimizer extends AsyncDisposable {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Settles when the study is done and its outcome has been applied; rejects when the study cannot go on. */
  readonly done: Promise<StudyReport>;
}

/** Opens the store and the study. */
export type EmbeddedOptimizerFactory = (options: EmbeddedOptimizerOptions) => Promise<EmbeddedOptimizer>;
