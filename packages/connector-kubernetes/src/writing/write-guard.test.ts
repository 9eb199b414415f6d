import { silentLogger } from '@servo/core';
import { FakeClock } from '@servo/testing';
import { expect, test, vi } from 'vitest';
import { sampleObject, samplePod } from '../../test/sample-snapshot.js';
import { StubApiServer } from '../../test/support/stub-api-server.js';
import { tuningPod } from '../canary/tuning-pod.js';
import { TuningPodWriter } from '../canary/tuning-pod-writer.js';
import { KubernetesConfig } from '../config/kubernetes-config.js';
import { workloadsOf } from '../config/workload.js';
import { LeaseHolder } from '../lease/lease-holder.js';
import { WorkloadWriter } from './workload-writer.js';

const container = { name: 'main', cpu: { min: 1, max: 2, step: 1 }, memory: { min: '1Gi', max: '2Gi', step: '1Gi' } };
const web = { name: 'web', replicas: { min: 1, max: 4 }, containers: [container] };
const [workload] = workloadsOf(KubernetesConfig.parse({ namespace: 'shop', deployments: [web] }));
const how = { signal: new AbortController().signal, guard: () => {} };
const isWrite = (line: string): boolean => !/^GET|leases|dryRun/.test(line);

/** Makes writers whose Lease ends while an API server that is busy wishes to be left alone for 20 seconds. */
const setUp = async () => {
  if (!workload) throw new TypeError('there is one');
  const stack = new AsyncDisposableStack();
  const lease = { metadata: { name: 'lease', uid: '1', resourceVersion: '1' }, spec: { holderIdentity: 'me' } };
  const answer = (line: string): readonly [number, object] => {
    if (line.includes('leases')) return line.startsWith('POST') ? [201, lease] : [404, {}];
    return isWrite(line) ? [429, { details: { retryAfterSeconds: 20 } }] : [200, { ...sampleObject(), items: [] }];
  };
  const server = stack.use(
    await StubApiServer.start((line, response) => {
      const [status, body] = answer(line);
      response.writeHead(status).end(JSON.stringify(body));
    }),
  );
  const clock = new FakeClock();
  const api = stack.use(server.client(clock));
  const holder = new LeaseHolder({ api, workload, identity: 'me', clock, logger: silentLogger });
  await holder.acquire(how.signal);
  const options = { api, workload, identity: 'me', clock, lease: holder };
  const writers = { workload: new WorkloadWriter(options), pod: new TuningPodWriter(options) };
  return { ...writers, server, clock, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
};

type Writers = Omit<Awaited<ReturnType<typeof setUp>>, typeof Symbol.asyncDispose>;

test.each<readonly [string, (writers: Writers) => Promise<unknown>]>([
  [
    'WorkloadWriter.write()',
    ({ workload: writer }) => writer.write(sampleObject(), [{ at: 'replicas', value: 3 }], how),
  ],
  ['WorkloadWriter.forget()', ({ workload: writer }) => writer.forget(sampleObject(), how)],
  ['WorkloadWriter.deletePod()', ({ workload: writer }) => writer.deletePod(samplePod('web-1').metadata, how)],
  ['TuningPodWriter.remove()', ({ pod }) => pod.remove(samplePod('web-tuning'), how)],
  [
    'TuningPodWriter.create()',
    ({ pod }) => {
      if (!workload) throw new TypeError('there is one');
      const canary = { component: 'web/main-tuning', isCreated: true };
      return pod.create(tuningPod({ workload, canary, deployment: sampleObject(), fields: [], identity: 'me' }), how);
    },
  ],
])('%s sends nothing again when the Lease has ended meanwhile', async (_, write) => {
  await using made = await setUp();
  const written = expect(write(made)).rejects.toMatchObject({ reason: 'lease-lost' });
  await vi.waitFor(() => expect(made.clock.sleeps).toContain(20_000));
  await made.clock.advance(20_000);
  await written;
  expect(made.server.requests.filter(isWrite)).toHaveLength(1);
});
