import { type Clock, deadline, EventAbortedError, type Logger, ServoError } from '@servo/core';
import { ApiError } from '../api/api-error.js';
import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { Lease } from '../api/objects.js';
import { leases } from '../api/resource.js';
import { type Workload, workloadText } from '../config/workload.js';
import { leaseName } from './lease-name.js';

const lasts = 15; // seconds
const renewEvery = 5_000; // milliseconds

/** What a {@link LeaseHolder} works with. */
export interface LeaseOptions {
  readonly api: KubernetesApi;
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name'>;
  readonly identity: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The right to tune one workload, as a Lease beside it: one servo has it at a time. It is renewed until it is released;
 * when it was lost, {@link LeaseHolder.signal} aborts and nothing may be written any more.
 */
export class LeaseHolder {
  readonly #options: LeaseOptions;
  #held: { readonly lease: Lease; readonly until: number } | undefined;
  #lost: AbortController | undefined;
  #wasLost = false;
  #renewing: AbortController | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Whether the workload was ours and then another's, so that what we know of it is old. */
  get wasLost(): boolean {
    return this.#wasLost;
  }

  get isHeld(): boolean {
    return this.#held !== undefined && this.#options.clock.monotonic() < this.#held.until;
  }

  /** Aborts when the Lease is lost. */
  get signal(): AbortSignal {
    this.assertHeld();
    return (this.#lost ??= new AbortController()).signal;
  }

  /**
   * Takes the Lease, unless it is held already.
   *
   * @throws {@link ServoError} `KUBERNETES_WORKLOAD_TAKEN` with the name of the one who has it.
   */
  async acquire(signal: AbortSignal): Promise<void> {
    if (this.isHeld) return;
    const free = await this.#free(signal);
    const asked = this.#options.clock.monotonic();
    this.#keep(await this.#take(free, signal), asked);
    this.#lost = new AbortController();
    this.#renewing?.abort();
    this.#renewing = new AbortController();
    void this.#renew(this.#renewing.signal);
  }

  /** Throws when the Lease is not ours now; for just before a write. */
  assertHeld(): void {
    if (this.isHeld) return;
    throw lostError(this.#options.workload);
  }

  /** Notes that the state of the workload is known again. */
  recovered(): void {
    this.#wasLost = false;
  }

  /** Gives the Lease back, so that the next one need not wait. */
  async release(signal: AbortSignal): Promise<void> {
    this.#renewing?.abort();
    const held = this.#held;
    this.#held = undefined;
    if (!held) return;
    try {
      await this.#update(held.lease, { holderIdentity: '', leaseDurationSeconds: 1 }, signal);
    } catch (error) {
      const isUnimportant = error instanceof ApiError || signal.aborted; // it ends by itself, or is another's
      if (!isUnimportant) throw error;
    }
  }

  /** Writes our Lease; a write that arrived without an answer has made a newer version of it, which is ours as well. */
  async #update(lease: Lease, spec: Partial<Lease['spec']>, signal: AbortSignal): Promise<Lease> {
    const updated = (version: Lease): Lease => ({ ...version, spec: { ...version.spec, ...spec } });
    try {
      return await this.#replace(updated(lease), signal);
    } catch (error) {
      if (!ApiError.is(error, 409)) throw error;
      const present = await this.#read(signal);
      if (present?.spec.holderIdentity !== this.#options.identity) throw error;
      return this.#replace(updated(present), signal);
    }
  }

  /**
   * Answers the Lease as it may be taken. One that seems to be over is watched for as long as it lasts: clocks of machines
   * differ, and its holder may be alive and short of an answer.
   */
  async #free(signal: AbortSignal): Promise<Lease | undefined> {
    const { identity, clock, logger, workload } = this.#options;
    const found = await this.#read(signal);
    if (!found || !isForeign(found, identity)) return found;
    if (!isOver(found, clock.now())) throw this.#taken(found);
    const { holderIdentity, leaseDurationSeconds = lasts } = found.spec;
    logger.warn(
      `Waiting ${leaseDurationSeconds} s to see that ${holderIdentity}, which tuned ${workloadText(workload)}, is gone`,
    );
    await clock.sleep(leaseDurationSeconds * 1_000, { signal });
    const again = await this.#read(signal);
    if (again && isForeign(again, identity) && again.metadata.resourceVersion !== found.metadata.resourceVersion)
      throw this.#taken(again);
    return again;
  }

  async #read(signal: AbortSignal): Promise<Lease | undefined> {
    try {
      return await this.#options.api.get(this.#key(), signal);
    } catch (error) {
      if (ApiError.is(error, 404)) return undefined;
      throw error;
    }
  }

  async #take(found: Lease | undefined, signal: AbortSignal): Promise<Lease> {
    const { identity } = this.#options;
    const transitions = (found?.spec.leaseTransitions ?? 0) + (found && found.spec.holderIdentity !== identity ? 1 : 0);
    const spec = { ...this.#spec(), acquireTime: this.#time(), leaseTransitions: transitions };
    try {
      if (found) return await this.#replace({ ...found, spec }, signal);
      const { namespace, name } = this.#key();
      const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace, name }, spec };
      return await this.#options.api.create({ resource: leases, namespace }, lease, { signal });
    } catch (error) {
      if (!ApiError.is(error, 409)) throw error;
      throw this.#taken(await this.#read(signal)); // another one was faster
    }
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted && this.#held) {
      const left = this.#held.until - clock.monotonic();
      try {
        await clock.sleep(Math.max(Math.min(renewEvery, left), 0), { signal }); // whoever relies on it hears of its end at once
        await this.#renewOnce(this.#held, signal);
      } catch (error) {
        if (signal.aborted) return;
        const isOver = clock.monotonic() >= (this.#held?.until ?? 0);
        if (ApiError.is(error, 409) || ApiError.is(error, 404) || isOver) return this.#lose();
      }
    }
  }

  /** No longer than the Lease lasts: by then it must be ours again, or we must know that it is not. */
  async #renewOnce(
    { lease, until }: { readonly lease: Lease; readonly until: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, workload } = this.#options;
    const asked = clock.monotonic();
    using limit = deadline(Math.max(until - asked, 0), { clock, signal, reason: () => lostError(workload) });
    this.#keep(await this.#update(lease, this.#spec(), limit.signal), asked);
  }

  #lose(): void {
    this.#held = undefined;
    this.#wasLost = true;
    this.#lost?.abort(lostError(this.#options.workload));
  }

  #keep(lease: Lease, asked: number): void {
    this.#held = { lease, until: asked + lasts * 1_000 };
  }

  #replace(lease: object, signal: AbortSignal): Promise<Lease> {
    return this.#options.api.replace(this.#key(), lease, { signal });
  }

  #key(): { readonly resource: typeof leases; readonly namespace: string; readonly name: string } {
    const { workload } = this.#options;
    return { resource: leases, namespace: workload.namespace, name: leaseName(workload) };
  }

  #spec(): Lease['spec'] {
    return { holderIdentity: this.#options.identity, leaseDurationSeconds: lasts, renewTime: this.#time() };
  }

  /** As the API server wants it: with six digits after the second. */
  #time(): string {
    return new Date(this.#options.clock.now()).toISOString().replace('Z', '000Z');
  }

  #taken(lease: Lease | undefined): ServoError {
    const { workload } = this.#options;
    const holder = lease?.spec.holderIdentity || 'another servo';
    return new ServoError('KUBERNETES_WORKLOAD_TAKEN', `${workloadText(workload)} is tuned by ${holder}`, {
      hint:
        'Stop that servo, or take the workload out of one of the two configurations. ' +
        `When it was killed, its Lease ${this.#key().name} ends after ${lease?.spec.leaseDurationSeconds ?? lasts} s.`,
    });
  }
}

function isForeign({ spec: { holderIdentity } }: Lease, identity: string): boolean {
  return Boolean(holderIdentity) && holderIdentity !== identity;
}

function isOver({ spec: { renewTime, leaseDurationSeconds = lasts } }: Lease, now: number): boolean {
  return renewTime !== undefined && Date.parse(renewTime) + leaseDurationSeconds * 1_000 <= now;
}

function lostError(workload: LeaseOptions['workload']): EventAbortedError {
  return new EventAbortedError(`The Lease of ${workloadText(workload)} was lost: nothing more is written`, {
    reason: 'lease-lost',
    hint:
      'Look whether another servo tunes this workload, and whether the API server can be reached; ' +
      'what was changed is put back by whoever has the Lease next, or by "servo restore".',
  });
}
