import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { deployments } from '../../src/api/resource.js';
import { clientOf } from '../support/cluster-client.js';
import { TestNamespace } from '../support/test-namespace.js';

const run = promisify(execFile);
const cluster = inject('cluster');
const example = join(import.meta.dirname, '../../../../examples/kubernetes');
const bin = join(import.meta.dirname, '../../../servo-cli/dist/bin.js');

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-example-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** The example as somebody has it who follows its README: installed, and with a token. */
async function installed(): Promise<(...args: readonly string[]) => Promise<string>> {
  const folder = await temporaryFolder();
  for (const file of ['servo.yaml', 'package.json']) cpSync(join(example, file), join(folder, file));
  symlinkSync(join(example, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(join(folder, 'secrets/prometheus-token'), 'a-token\n');
  return async (...args) => (await run(process.execPath, [bin, ...args], { cwd: folder })).stdout;
}

test('the example is valid', async () => {
  const servo = await installed();
  expect(await servo('validate')).toContain('servo.yaml is valid: shop (kubernetes, prometheus)');
});

test('the example grants exactly what its configuration needs', async () => {
  const servo = await installed();
  expect(readFileSync(join(example, 'manifests/role.yaml'), 'utf8')).toBe(await servo('kubernetes', 'rbac'));
});

test.skipIf(!cluster)(
  'the manifests of the example are accepted by a real API server, and hold its configuration',
  async () => {
    if (!cluster) return;
    using api = await clientOf(cluster.kubeconfig);
    await using space = await TestNamespace.create(api);
    const folder = await temporaryFolder();
    for (const name of readdirSync(join(example, 'manifests'))) {
      const text = readFileSync(join(example, 'manifests', name), 'utf8');
      writeFileSync(join(folder, name), text.replaceAll(/(namespace"?: ?"?)shop/g, `$1${space.name}`));
    }
    const kubectl = async (...args: readonly string[]): Promise<string> =>
      (
        await run(
          join(cluster.programs, 'kubectl'),
          [`--kubeconfig=${cluster.kubeconfig}`, '-n', space.name, ...args],
          {
            env: { HOME: folder, PATH: '/usr/bin:/bin' },
          },
        )
      ).stdout;
    const applied = await kubectl('apply', '--validate=strict', '-f', folder);
    expect(applied.trim().split('\n').toSorted()).toEqual([
      'configmap/servo created',
      'deployment.apps/servo created',
      'persistentvolumeclaim/servo-state created',
      'role.rbac.authorization.k8s.io/servo created',
      'rolebinding.rbac.authorization.k8s.io/servo created',
      'secret/servo created',
      'serviceaccount/servo created',
    ]);
    const found = await api.get(
      { resource: deployments, namespace: space.name, name: 'servo' },
      new AbortController().signal,
    );
    expect(found.spec.template.spec).toMatchObject({ enableServiceLinks: false, serviceAccountName: 'servo' });
    const config = JSON.parse(await kubectl('get', 'configmap', 'servo', '-o', 'json')) as {
      readonly data: Readonly<Record<string, string>>;
    }; // as the API server answers
    const written = readFileSync(join(example, 'servo.yaml'), 'utf8').replaceAll(
      'namespace: shop',
      `namespace: ${space.name}`,
    );
    expect(config.data['servo.yaml']).toBe(written);

    const readme = readFileSync(join(example, 'README.md'), 'utf8');
    const removing = /^kubectl (delete -f manifests\/deployment\.yaml .*)$/m.exec(readme)?.[1]?.split(' ') ?? [];
    const pod = await vi.waitFor(async () => {
      const [first = ''] = (await kubectl('get', 'pods', '-o', 'name')).split('\n');
      expect(first).toContain('pod/servo-');
      return first;
    }, 20_000);
    const hold = (finalizers: readonly string[] | null): Promise<string> =>
      kubectl('patch', pod, '--type=merge', '-p', JSON.stringify({ metadata: { finalizers } }));
    await hold(['servo.test/ends-slowly']); // a servo needs its Role until it has put the settings back
    const removed = kubectl(...removing.map((each) => each.replace('manifests', folder)));
    let isRemoved = false;
    void removed.then(() => (isRemoved = true));
    await vi.waitFor(
      async () => expect(await kubectl('get', pod, '-o', 'json')).toContain('deletionTimestamp'),
      20_000,
    );
    expect(isRemoved).toBe(false);
    await hold(null);
    await removed;
  },
);
