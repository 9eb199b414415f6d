import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allowTypescriptSources } from './typescript-sources.mjs';

const program = fileURLToPath(new URL('kubernetes-process.mjs', import.meta.url));
const isWatch = (line) => line.includes('watch=true');

/**
 * What adjustments on a real control plane cost: the requests of one workload, beside its watches; those in a second of
 * waiting; the milliseconds from when the API server shows readiness to the end; and the memory of a servo that adjusts 100
 * workloads at once, in MiB.
 */
export async function kubernetesAdjust(root, programs) {
  allowTypescriptSources();
  const load = (name) => import(pathToFileURL(`${root}packages/connector-kubernetes/test/support/${name}.ts`).href);
  const [{ startCluster }, { clientOf }] = await Promise.all([load('cluster'), load('cluster-client')]);
  const [{ TestNamespace }, { FaultyProxy }] = await Promise.all([load('test-namespace'), load('faulty-proxy')]);
  await using cluster = await startCluster(programs);
  using api = await clientOf(cluster.kubeconfig);
  const ca = readFileSync(cluster.authority, 'utf8');
  await using proxy = await FaultyProxy.start({ server: cluster.server, ca, token: cluster.tokens.admin });
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, proxy.kubeconfig);
    const small = await TestNamespace.create(api);
    const one = await oneWorkload({ root, folder, kubeconfig, proxy, api, space: small });
    const space = await TestNamespace.create(api);
    const memory = await manyWorkloads({ root, folder, kubeconfig: cluster.kubeconfig, space });
    return { ...one, memory };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function oneWorkload({ root, folder, kubeconfig, proxy, api, space }) {
  await space.deployment({ simulation: { 'start-delay': '4s' } });
  const config = { kubeconfig, namespace: space.name, deployments: [workload('web')] };
  const adjustments = [{ component: 'web/main', setting: 'cpu', value: 0.375 }];
  const servo = await startServo({ root, stateDir: join(folder, 'one'), config, adjustments });
  const first = proxy.requests.length;
  const ready = rolledOut(api, space);
  const written = waitForWrite(proxy, first);
  const { ended } = await servo.adjust();
  const [readyAt, { at, count }] = [await ready, await written];
  const asked = proxy.requests.slice(first).filter((line) => !isWatch(line));
  const waiting = proxy.requests.slice(count).filter((line) => !isWatch(line));
  return { requests: asked.length, perSecond: (waiting.length * 1_000) / (ended - at), reaction: ended - readyAt };
}

async function manyWorkloads({ root, folder, kubeconfig, space }) {
  const names = Array.from({ length: 100 }, (_, index) => `web-${index}`);
  const resources = { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } };
  await Promise.all(names.map((name) => space.deployment({ name, replicas: 1, resources })));
  const config = { kubeconfig, namespace: space.name, deployments: names.map(workload) };
  const adjustments = names.map((name) => ({ component: `${name}/main`, setting: 'cpu', value: 0.02 }));
  const servo = await startServo({ root, stateDir: join(folder, 'many'), config, adjustments });
  return (await servo.adjust()).memory;
}

/** Starts a servo in a process of its own; it adjusts when it is told to. */
async function startServo(task) {
  const child = fork(program);
  const started = Promise.withResolvers();
  const ended = Promise.withResolvers();
  child.on('message', (message) => ('ended' in message ? ended : started).resolve(message));
  child.once('exit', (code) => {
    for (const { reject } of [started, ended]) reject(new Error(`the servo ended with ${code}`)); // unless it has answered
  });
  ended.promise.catch(() => {}); // it may be that nobody asks for it
  child.send(task);
  await started.promise;
  return {
    adjust: () => {
      child.send('adjust');
      return ended.promise;
    },
  };
}

/** When, and after how many requests, the change was written. */
async function waitForWrite(proxy, first) {
  for (;;) {
    const index = proxy.requests.findIndex((line, at) => at >= first && /^PATCH (?!.*dryRun)/.test(line));
    if (index >= 0) return { at: Date.now(), count: index + 1 };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** When the API server showed that the change is rolled out. */
async function rolledOut(api, space) {
  const key = { resource: { group: 'apps', version: 'v1', plural: 'deployments' }, namespace: space.name };
  const { metadata } = await space.get('web');
  const options = { resourceVersion: metadata.resourceVersion, seconds: 120, signal: AbortSignal.timeout(120_000) };
  for await (const { type, object } of api.watch(key, options)) {
    if (type !== 'MODIFIED' || object.metadata.generation === metadata.generation) continue;
    const { spec, status } = object;
    const counts = [status.replicas, status.updatedReplicas, status.readyReplicas, status.availableReplicas];
    if (object.metadata.generation === status.observedGeneration && counts.every((count) => count === spec.replicas))
      return Date.now();
  }
  throw new Error('the change was not rolled out');
}

function workload(name) {
  const cpu = { min: '10m', max: 2, step: '5m' };
  const memory = { min: '16Mi', max: '1Gi', step: '16Mi' };
  return { name, replicas: { min: 1, max: 4 }, containers: [{ name: 'main', cpu, memory }] };
}
