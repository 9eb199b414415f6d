import {
  type AdjustInput,
  after,
  before,
  type Component,
  Connector,
  type ConnectorBase,
  type ConnectorCommands,
  type ConnectorHost,
  deadline,
  type Description,
  description,
  EventAbortedError,
  type EventContext,
  type EventResult,
  type MeasureInput,
  mostSevereError,
  on,
  ServoError,
} from '@servo/core';
import { Clusters } from './clusters.js';
import { KubernetesConfig } from './config/kubernetes-config.js';
import { workloadsOf } from './config/workload.js';
import { KubernetesChecks } from './kubernetes-checks.js';
import { rbacCommand } from './rbac-command.js';
import { isTakeBackFailed } from './workload/take-back-failed.js';
import type { Applied, Target } from './workload/target.js';

const longestGreeting = 2_000; // milliseconds for what is only good to know

const Base: ConnectorBase<typeof KubernetesConfig> = Connector.with(KubernetesConfig);

/**
 * Tunes Deployments and StatefulSets: reads and changes processor, memory, replicas and variables, waits for the rollout, and
 * takes back what did not run.
 *
 * @example
 * new KubernetesConnector(host); // `host.config` comes from KubernetesConfig
 */
export class KubernetesConnector extends Base implements AsyncDisposable {
  static readonly checks = KubernetesChecks;
  static readonly commands: ConnectorCommands<Connector<KubernetesConfig>> = { rbac: rbacCommand };
  readonly #clusters: Clusters;
  #opened: Promise<readonly Target[]> | undefined;

  constructor(host: ConnectorHost<KubernetesConfig>) {
    super(host);
    this.#clusters = new Clusters(host);
  }

  @on('attach') async attach(_: undefined, { clock, signal }: EventContext): Promise<void> {
    const { onFailure, deployments, statefulSets } = this.config;
    if ([onFailure, ...[...deployments, ...statefulSets].map((each) => each.onFailure)].includes('destroy'))
      this.logger.warn('on_failure: "destroy" is an older name; write "shutdown"');
    const [first] = workloadsOf(this.config);
    if (!first || !this.host.telemetry) return;
    this.host.telemetry.set('namespace', first.namespace);
    try {
      const api = await this.#clusters.api(first);
      using limit = deadline(longestGreeting, { clock, signal, reason: () => new Error('no answer in time') });
      const { major, minor, platform } = await api.version(limit.signal);
      this.host.telemetry.set('version', `${major}.${minor}`);
      this.host.telemetry.set('platform', platform);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.debug('The version of the cluster is unknown', { error });
    }
  }

  /** From now on nobody else tunes the workloads; what another servo left changed is taken back. */
  @on('startup') async startup(_: undefined, context: EventContext): Promise<void> {
    await Promise.all((await this.#targets()).map((target) => target.startup(context)));
  }

  @on('shutdown') async shutdown(_: undefined, { signal }: EventContext): Promise<void> {
    await Promise.all((await this.#known()).map((target) => target.release(signal)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const signal = AbortSignal.timeout(2_000);
    await Promise.all((await this.#known()).map((target) => target.dispose(signal)));
    this.#clusters[Symbol.dispose]();
  }

  @on('components') async components(_: undefined, { signal }: EventContext): Promise<readonly Component[]> {
    const targets = await this.#targets();
    return (await Promise.all(targets.map((target) => target.describe(signal)))).flat();
  }

  @on('describe') async describe(_: unknown, context: EventContext): Promise<Description> {
    return description({ components: await this.components(undefined, context) });
  }

  /** Changes all workloads at once; when one does not run, those that are to be rolled back are, also where they run. */
  @on('adjust') async adjust(input: AdjustInput, context: EventContext): Promise<Description> {
    const { adjustments, control, restores = false } = input;
    const targets = await this.#targets();
    const stop = new AbortController();
    const results = await Promise.allSettled(
      targets.map((target) => {
        const settlement = (control.settlement ?? target.workload.settlement)?.milliseconds ?? 0;
        const order = {
          adjustments,
          restores,
          settlement,
          stop: isRolledBack(target) && !restores ? stop.signal : new AbortController().signal,
        };
        return target.adjust(order, context).catch((error: unknown) => {
          stop.abort(new EventAbortedError('Another workload of the adjustment does not run', { reason: 'not-alone' }));
          throw error;
        });
      }),
    );
    const errors = results
      .flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
      .filter((error) => error !== stop.signal.reason);
    if (errors.length > 0) await this.#takeAllBack(targets, restores ? [] : results, errors, context);
    const components = await Promise.all(
      targets.map(async (target, index) => componentsOfResult(results[index]) ?? target.describe(context.signal)),
    );
    return description({ components: components.flat() });
  }

  /** Remembers how the workloads are when the measuring begins. */
  @before('measure') async observe(_: MeasureInput, context: EventContext): Promise<void> {
    await Promise.all((await this.#targets()).map((target) => target.observe(context)));
  }

  /** What was measured while somebody else changed a workload says nothing about the settings. */
  @after('measure') async review(_: readonly EventResult<'measure'>[], { signal }: EventContext): Promise<void> {
    await Promise.all((await this.#targets()).map((target) => target.review(signal)));
  }

  @on('promote') async promote(_: undefined, context: EventContext): Promise<void> {
    const targets = await this.#targets();
    await Promise.all(targets.map((target) => target.assertPromotable(context))); // all of them, or none
    await Promise.all(targets.map((target) => target.promote(context)));
  }

  @on('cleanup') async cleanUp(_: undefined, context: EventContext): Promise<readonly string[]> {
    const targets = await this.#targets();
    const results = await Promise.allSettled(targets.map((target) => target.cleanUp(context)));
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (errors.length === 0) return done;
    for (const line of done) this.logger.warn(line); // what could be done was
    throw mostSevereError(new AggregateError(errors)).error;
  }

  /** Takes back the siblings of what failed, and throws the worst of all that went wrong; the rest is logged. */
  async #takeAllBack(
    targets: readonly Target[],
    results: readonly PromiseSettledResult<Applied | undefined>[],
    errors: readonly unknown[],
    context: EventContext,
  ): Promise<never> {
    const [first] = errors;
    const undone = await Promise.allSettled(
      targets.map(async (target, index) => {
        const result = results[index];
        if (result?.status === 'fulfilled' && isRolledBack(target)) await result.value?.undo(context, first);
      }),
    );
    const failures = undone.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const all = [...failures, ...errors];
    const worst = all.find(isTakeBackFailed) ?? mostSevereError(new AggregateError(errors)).error;
    for (const error of all) if (error !== worst) this.logger.error(ServoError.from(error).message);
    throw worst;
  }

  #targets(): Promise<readonly Target[]> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined; // the next event tries again
      throw error;
    });
    return this.#opened;
  }

  async #open(): Promise<readonly Target[]> {
    const { openTargets } = await import('./open-targets.js'); // the loading of the entry need not wait for it
    return openTargets(this.host, this.#clusters);
  }

  /** What was not opened holds nothing. */
  async #known(): Promise<readonly Target[]> {
    return (await this.#opened?.catch(() => [])) ?? [];
  }
}

/** Whether what others fail at is taken back of this one, too. */
function isRolledBack({ workload }: Target): boolean {
  return workload.onFailure === 'rollback';
}

function componentsOfResult(
  result: PromiseSettledResult<Applied | undefined> | undefined,
): readonly Component[] | undefined {
  return result?.status === 'fulfilled' ? result.value?.components : undefined;
}
