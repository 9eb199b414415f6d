import { setImmediate as turn } from 'node:timers/promises';
import { FakeClock, recordingLogger } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { refusal, unreachable } from '../../src/api/api-error.js';
import type { HttpApi } from '../../src/api/http-api.js';
import type { KubernetesApi, WriteOptions } from '../../src/api/kubernetes-api.js';
import { leases } from '../../src/api/resource.js';
import { LeaseHolder } from '../../src/lease/lease-holder.js';
import { clientOf } from '../support/cluster-client.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');
const name = 'servo-deployment-web';
const never = new AbortController().signal;

describe.skipIf(!cluster)('LeaseHolder', () => {
  let api: HttpApi;
  let space: TestNamespace;
  beforeAll(async () => {
    api = await clientOf(cluster?.kubeconfig ?? '');
  });
  afterAll(() => api[Symbol.dispose]());

  interface SetUp {
    readonly clock?: FakeClock;
    /** What the API does otherwise than the real one. */
    readonly api?: Partial<KubernetesApi>;
  }

  const setUp = async ({ clock = new FakeClock({ now: Date.now() }), api: other }: SetUp = {}) => {
    space = await TestNamespace.create(api);
    const logger = recordingLogger();
    const part: Pick<KubernetesApi, 'get' | 'create' | 'replace'> = {
      get: (key, signal) => api.get(key, signal),
      create: (key, body, options) => api.create(key, body, options),
      replace: (key, body, options) => api.replace(key, body, options),
      ...other,
    };
    const workload = { kind: 'Deployment', namespace: space.name, name: 'web' } as const;
    const lease = new LeaseHolder({ api: part as KubernetesApi, workload, identity: 'me', clock, logger }); // it needs no more
    const stack = new AsyncDisposableStack();
    stack.use(space);
    stack.defer(() => lease.release(never));
    return { lease, clock, logger, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const key = () => ({ resource: leases, namespace: space.name, name });
  const ended = { holderIdentity: 'gone', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.000000Z' };
  const sleeping = async (clock: FakeClock): Promise<void> => {
    while (clock.pending === 0) await turn();
  };

  test('acquire() watches a Lease that has ended for as long as it lasts, and says so', async () => {
    await using made = await setUp();
    await space.create(leases, { metadata: { name }, spec: ended });
    const acquired = made.lease.acquire(never);
    await sleeping(made.clock);
    await made.clock.advance(14_999);
    expect(made.lease.isHeld).toBe(false);
    await made.clock.advance(1);
    await acquired;
    expect((await api.get(key(), never)).spec.holderIdentity).toBe('me');
    expect(made.logger.entries).toMatchObject([
      { level: 'warn', message: `Waiting 15 s to see that gone, which tuned Deployment ${space.name}/web, is gone` },
    ]);
  });

  test('acquire() leaves a Lease alone whose holder is alive, however old it seems', async () => {
    await using made = await setUp();
    await space.create(leases, { metadata: { name }, spec: ended });
    const acquired = expect(made.lease.acquire(never)).rejects.toMatchObject({ code: 'KUBERNETES_WORKLOAD_TAKEN' });
    await sleeping(made.clock);
    await api.patch(key(), { spec: { renewTime: '2026-01-01T00:00:01.000000Z' } }, { signal: never });
    await made.clock.advance(15_000);
    await acquired;
  });

  test('signal aborts in the moment in which the Lease is over', async () => {
    const clock = new FakeClock({ now: Date.now() });
    const refuseSlowly = async (_: unknown, __: object, { signal }: WriteOptions): Promise<never> => {
      await clock.sleep(6_000, { signal }); // the next try would be a second too late
      throw refusal(500, 'no', { where: 'here' });
    };
    await using made = await setUp({ clock, api: { replace: refuseSlowly } });
    await made.lease.acquire(never);
    const { signal } = made.lease;
    await clock.advance(14_999);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    expect(signal.reason).toMatchObject({ code: 'EVENT_ABORTED', reason: 'lease-lost' });
  });

  test('a renewal that arrived and was not answered loses nothing', async () => {
    const clock = new FakeClock({ now: Date.now() });
    let renewals = 0;
    const loseFirstAnswer: KubernetesApi['replace'] = async (at, body, options) => {
      const written = await api.replace(at, body, options);
      renewals += 1;
      if (renewals === 1) throw unreachable('here', 'the connection was cut');
      return written;
    };
    await using made = await setUp({ clock, api: { replace: loseFirstAnswer } });
    await made.lease.acquire(never);
    const { signal } = made.lease;
    for (let each = 1; each <= 6; each += 1) {
      await clock.advance(5_000);
      while (renewals < each && !signal.aborted) await turn();
      await turn(); // it sleeps again
    }
    expect(signal.aborted).toBe(false);
    expect((await api.get(key(), never)).spec.holderIdentity).toBe('me');
  });

  test('release() gives the Lease back also when a renewal has arrived that was not answered', async () => {
    await using made = await setUp();
    await made.lease.acquire(never);
    await api.patch(key(), { spec: { renewTime: '2026-01-01T00:00:01.000000Z' } }, { signal: never });
    await made.lease.release(never);
    expect((await api.get(key(), never)).spec.holderIdentity).toBe('');
  });

  test('release() leaves the Lease of another one alone', async () => {
    await using made = await setUp();
    await made.lease.acquire(never);
    await api.patch(key(), { spec: { holderIdentity: 'another' } }, { signal: never });
    await made.lease.release(never);
    expect((await api.get(key(), never)).spec.holderIdentity).toBe('another');
  });
});
