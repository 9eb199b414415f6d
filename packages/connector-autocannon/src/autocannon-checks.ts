import { check, CheckError, type ConnectorHost, deadline, type EventContext } from '@servo/core';
import type { AutocannonSettings } from './autocannon-config.js';
import { describeTarget, planRequests, targetUrl } from './load-plan.js';
import { probeTarget } from './probe-target.js';

/** The readiness probes of the connector. */
export class AutocannonChecks {
  readonly #host: ConnectorHost<AutocannonSettings>;

  constructor(host: ConnectorHost<AutocannonSettings>) {
    this.#host = host;
  }

  @check('target answers', { severity: 'critical', description: 'Sends the first request once' })
  async targetAnswers({ clock, signal }: EventContext<'check'>): Promise<string> {
    const { config, cwd } = this.#host;
    const target = describeTarget(config);
    const { timeout, insecure } = config;
    const late = (): CheckError => new CheckError(`${target} did not answer in ${String(timeout)}`);
    using limit = deadline(timeout.milliseconds, { clock, signal, reason: late });
    const [request] = await planRequests(config, cwd);
    if (!request) throw new CheckError('There is no request to send');
    const start = clock.monotonic();
    const status = await probeTarget(request, { url: targetUrl(config), insecure, signal: limit.signal });
    if (status >= 400)
      throw new CheckError(`${target} answered with status ${status}`, {
        hint: 'Every such answer would count as an error. Check path, method and headers.',
      });
    return `${target} answered with status ${status} in ${Math.round(clock.monotonic() - start)}ms`;
  }
}
