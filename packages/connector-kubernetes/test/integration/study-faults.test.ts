import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { findControlPlane } from '../../../../tools/real-programs/control-plane.js';
import { missing } from '../../../../tools/real-programs/prometheus-server.js';
import type { HttpApi } from '../../src/api/http-api.js';
import { startCluster } from '../support/cluster.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy, type ProxyFault } from '../support/faulty-proxy.js';
import { asFound, study } from '../support/study.js';

const cluster = inject('cluster');
const optimizer = { budget: { trials: 3 }, promote: 'never' };
const write = /^PATCH (?!.*dryRun)/;
const faults: readonly (readonly [RegExp, ProxyFault])[] = [
  [/^GET .*deployments\?/, { kind: 'drop' }],
  [/^GET .*pods\?/, { kind: 'answer', status: 500 }],
  [write, { kind: 'drop' }],
  [write, { kind: 'lose-answer' }],
  [write, { kind: 'answer', status: 409 }],
  [write, { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
  [write, { kind: 'answer', status: 503 }],
  [/watch=true/, { kind: 'drop' }],
  [/deployments.*watch=true/, { kind: 'cut' }],
  [/deployments.*watch=true/, { kind: 'gone' }],
];

const isMissing = !cluster?.simulated || missing !== undefined;

describe.skipIf(isMissing)('a study of a Deployment, when something fails', () => {
  const { kubeconfig = '', server = '', authority = '', tokens } = cluster ?? {};
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  /** A proxy before the API server, and the file that leads to it. */
  const proxied = async () => {
    const stack = new AsyncDisposableStack();
    const ca = await readFile(authority, 'utf8');
    const proxy = stack.use(await FaultyProxy.start({ server, ca, token: tokens?.admin ?? '' }));
    const folder = await mkdtemp(join(tmpdir(), 'servo-proxied-'));
    stack.defer(() => rm(folder, { recursive: true }));
    const file = join(folder, 'kubeconfig');
    await writeFile(file, proxy.kubeconfig);
    return { proxy, file, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };

  test('comes to its end through all that goes wrong between servo and API server', async () => {
    await using way = await proxied();
    const { proxy } = way;
    await using made = await study({ api, kubeconfig: way.file, optimizer });
    const command = made.deployment.start('run', '--exit-when-done');
    await made.trial(command);
    for (const [pattern, fault] of faults) {
      proxy.fault(pattern, fault);
      await vi.waitFor(() => expect(proxy.pending, `${pattern} ${fault.kind}`).toBe(0), { timeout: 60_000 });
    }
    const { code, output } = await command.ended;
    expect(code, output).toBe(0);
    expect(await made.settings(), output).toEqual(asFound);
  }, 300_000);

  test('that cannot take back what it tried does so when the API server is reached again', async () => {
    await using way = await proxied();
    const { proxy } = way;
    await using made = await study({ api, kubeconfig: way.file, optimizer, settings: { grace: '3s' } });
    const command = made.deployment.start('run', '--exit-when-done');
    await made.trial(command);
    proxy.breakOff();
    command.process.kill('SIGTERM');
    expect((await command.ended).output).toMatch(/Could not restore the settings \(.*servo restore/);
    expect(await made.settings()).toMatchObject({ tried: true });
    proxy.mend();
    await made.deployment.run('restore');
    expect(await made.settings()).toEqual(asFound);
  }, 120_000);

  test('goes on when the API server was killed and comes back', async () => {
    const found = findControlPlane(process.env);
    if (found.kind !== 'programs') throw new TypeError('Expected the programs of the cluster that runs');
    await using own = await startCluster(found.folder);
    using ownApi = await clientOf(own.kubeconfig);
    await using made = await study({ api: ownApi, kubeconfig: own.kubeconfig, optimizer });
    const command = made.deployment.start('run', '--exit-when-done');
    await made.trial(command);
    await own.restartApiServer();
    const { code, output } = await command.ended;
    expect(code, output).toBe(0);
    expect(await made.settings(), output).toEqual(asFound);
  }, 300_000);

  test('takes back each trial whose pods never become ready', async () => {
    const behaviour = { name: 'behaviour', literal: 'SIM_BEHAVIOUR', type: 'enum', values: ['run', 'never-ready'] };
    const container = {
      name: 'main',
      cpu: { min: '1', max: '2', step: '1', pinned: true },
      memory: { min: '1Gi', max: '2Gi', step: '1Gi', pinned: true },
      env: [behaviour],
    };
    const workload = { name: 'web', replicas: { min: 1, max: 3, pinned: true }, containers: [container] };
    await using made = await study({
      api,
      kubeconfig,
      optimizer: { prices: { 'web/main.behaviour': { run: 20, 'never-ready': 15 } } },
      kubernetes: { timeout: '5s', deployments: [workload] },
      env: [{ name: behaviour.literal, value: 'run' }],
    });
    const output = await made.deployment.run('run', '--exit-when-done');
    expect(output).toMatch(/failed +behaviour=never-ready .*start-failed/);
    expect(await made.settings(), output).toEqual(asFound);
  }, 300_000);
});
