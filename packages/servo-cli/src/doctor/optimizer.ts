import { probeOptimizer } from '@servo/core/runtime';
import { loadOptimizer } from '../load-optimizer.js';
import type { Configuration, ConfiguredServo } from '../open-assembly.js';
import { type Finding, failed, warning, well } from './finding.js';

const tooFar = 30_000; // milliseconds

/** Looks at the optimizer of a servo: whether it is installed, or can be reached and takes the token. */
export async function optimizerFindings(
  { name, document }: ConfiguredServo,
  { env, cwd, signal }: Pick<Configuration, 'cwd'> & { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<readonly Finding[]> {
  const what = `optimizer of ${name}`;
  if (!document.optimizer)
    return [warning(what, 'none is configured', 'Add "optimizer: {kind: embedded, minimize: price}".')];
  try {
    if (document.optimizer.kind === 'embedded') {
      await loadOptimizer();
      return [well(what, 'embedded')];
    }
    const probe = await probeOptimizer(document, { env, cwd, signal });
    if (!probe) return [];
    const reached = well(what, `${probe.url} answered in ${probe.latency.toFixed(0)} ms`);
    return [reached, ...clock(probe.ahead)];
  } catch (error) {
    signal.throwIfAborted();
    return [failed(what, error)];
  }
}

/** A clock that is far off spoils the times of measurements, and TLS. */
function clock(ahead: number | undefined): readonly Finding[] {
  if (ahead === undefined) return [];
  const seconds = (Math.abs(ahead) / 1_000).toFixed(0);
  if (Math.abs(ahead) < tooFar) return [well('clock', `within ${Number(seconds) + 1} s of the optimizer's`)];
  const direction = ahead > 0 ? 'behind' : 'ahead of';
  return [warning('clock', `${seconds} s ${direction} the optimizer's`, 'Let NTP set the clock.')];
}
