import type { EmbeddedOptimizerFactory } from '@servo/core/wire';
import { ProtocolServer } from './protocol/protocol-server.js';
import { SqliteStore } from './store/sqlite-store.js';
import { StudyConductor } from './study/study-conductor.js';

/**
 * Opens the optimizer that runs inside the servo; its store is `studies.sqlite` in the state directory.
 *
 * `done` rejects with a {@link ConfigurationError} where the configuration does not fit what the servo describes, and
 * with `OPTIMIZER_CLOSED` where the optimizer is disposed of before the study ended; the next start resumes it.
 *
 * @example
 * await using optimizer = await embeddedOptimizer({ config, servo: 'web', stateDir: '.servo', clock, logger, newStudy: false, observe });
 * const client = new OptimizerClient({ fetch: optimizer.fetch });
 * const report = await optimizer.done;
 */
export const embeddedOptimizer: EmbeddedOptimizerFactory = async ({ stateDir, ...options }) => {
  const conductor = new StudyConductor({ ...options, store: new SqliteStore(stateDir) });
  const { fetch } = new ProtocolServer(conductor);
  return { fetch, done: conductor.done, [Symbol.asyncDispose]: () => conductor[Symbol.asyncDispose]() };
};
