import type { Logger } from '../../logging/logger.js';
import type { EmbeddedOptimizerFactory } from '../../optimizer/embedded-optimizer.js';
import type { StudyReport } from '../../optimizer/study-report.js';
import type { Clock } from '../../time/clock.js';
import type { ServoDocument } from '../config-file/servo-document.js';
import type { Discovery } from '../discovery/discover.js';
import type { Fetch } from '../optimizer-client/post.js';
import type { RecentLogs } from '../diagnostics/recent-logs.js';
import type { RequestObserver } from '../optimizer-client/request-observer.js';
import type { Adjustment } from '../../model/adjustment.js';
import type { Description } from '../../model/description.js';
import type { ServoObserver } from '../runner/servo-event.js';

/** An adjustment that an optimizer orders. */
export interface ProposedChange {
  readonly servo: string;
  readonly adjustments: readonly Adjustment[];
  /** What is in force. */
  readonly present: Description;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** What `assemble()` makes servos from. */
export interface AssembleOptions {
  readonly documents: readonly ServoDocument[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of servo.yaml: the deployment and relative paths are found from here. */
  readonly cwd: string;
  /** A folder for what must survive a restart. */
  readonly stateDir: string;
  /** @default the connectors of the deployment of `cwd` */
  readonly discovery?: Discovery;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Sends requests to remote optimizers. */
  readonly fetch?: Fetch;
  /** Makes embedded optimizers. */
  readonly optimizer?: EmbeddedOptimizerFactory | undefined;
  /** Begin new studies even where unfinished or finished ones are stored. */
  readonly newStudy?: boolean;
  /** What was logged lately; needed only where a configuration lets diagnostics be sent. */
  readonly recentLogs?: RecentLogs | undefined;
  readonly observe?: ServoObserver | undefined;
  /** Told of each request to an optimizer, the embedded one included. */
  readonly onRequest?: RequestObserver | undefined;
  /** Asked whether to keep a recommendation where the configuration says `promote: ask`. */
  readonly confirm?: ((servo: string, report: StudyReport) => Promise<boolean>) | undefined;
  /** Asked before an adjustment is made that an optimizer orders; a refusal answers it as rejected. */
  readonly consent?: ((change: ProposedChange) => Promise<boolean>) | undefined;
  /**
   * Whether optimizers are asked what to do; otherwise servos are started, and rest until they are stopped. They then
   * need none.
   * @default true
   */
  readonly poll?: boolean | undefined;
  /** Returns a number in [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /**
   * Do not take the state directory for this process: for what only looks.
   * @default false
   */
  readonly readOnly?: boolean;
  /** Ends the attaching of connectors; a run has a signal of its own. */
  readonly signal?: AbortSignal | undefined;
}
