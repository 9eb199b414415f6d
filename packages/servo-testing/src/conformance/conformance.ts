import { abortsAdjusting, abortsMeasuring } from './aborts.js';
import { closesEverything } from './closes-everything.js';
import type { ConformanceOptions } from './conformance-options.js';
import { importsQuietly } from './imports-quietly.js';
import { keepsSecrets } from './keeps-secrets.js';
import { restoresAfterCrash } from './restores-after-crash.js';

/** One thing that a connector has to keep. */
export interface ConformanceCase {
  readonly name: string;
  /** Rejects with `CONNECTOR_NOT_CONFORMING` when it does not. */
  readonly run: () => Promise<void>;
}

/**
 * What every connector has to keep: its module does nothing when it is imported; it ends when it is told to, and touches
 * nothing afterwards; it leaves nothing open; it shows no secret; what it adjusted can be taken back after a crash.
 *
 * The real connector works on a real target, so each test takes as long as that does.
 *
 * @example
 * const options = { module: new URL('../dist/index.js', import.meta.url), export: 'TraceConnector', config: () => ({ url }) };
 * for (const { name, run } of conformance(options)) test(name, run);
 */
export function conformance(options: ConformanceOptions): readonly ConformanceCase[] {
  const { adjustments } = options;
  const adjusting: readonly ConformanceCase[] = adjustments
    ? [
        {
          name: 'ends adjusting when it is aborted, and touches nothing afterwards',
          run: () => abortsAdjusting(options),
        },
        { name: 'can be taken back after a crash in the middle of adjusting', run: () => restoresAfterCrash(options) },
      ]
    : [];
  return [
    { name: 'does nothing when its module is imported', run: () => importsQuietly(options) },
    { name: 'ends measuring when it is aborted, and touches nothing afterwards', run: () => abortsMeasuring(options) },
    ...adjusting,
    { name: 'leaves nothing open when it is disposed', run: () => closesEverything(options) },
    { name: 'shows no secret in logs and errors', run: () => keepsSecrets(options) },
  ];
}
