import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectorHost } from '@servo/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Clusters } from './clusters.js';

const kubeconfig = JSON.stringify({
  'current-context': 'one',
  clusters: ['one', 'two'].map((name) => ({ name, cluster: { server: `http://${name}.invalid` } })),
  users: [],
  contexts: ['one', 'two'].map((name) => ({ name, context: { cluster: name, user: 'nobody' } })),
});

/** The clusters of a servo in a folder with these files. */
async function setUp(...files: readonly string[]) {
  const cwd = await mkdtemp(join(tmpdir(), 'servo-clusters-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const write = (file: string): Promise<void> => writeFile(join(cwd, file), kubeconfig);
  await Promise.all(files.map(write));
  const clusters = new Clusters(connectorHost({ cwd, env: { HOME: cwd } }));
  onTestFinished(() => clusters[Symbol.dispose]());
  return { clusters, write };
}

test('Clusters has one client for each kubeconfig and context', async () => {
  const { clusters } = await setUp('a', 'b');
  const addresses = ['a', 'b'].flatMap((file) =>
    [undefined, 'one', 'two'].map((context) => ({ kubeconfig: file, context })),
  );
  const made = await Promise.all(addresses.map((address) => clusters.api(address)));
  expect(new Set(made).size).toBe(6);
  expect(made.map(({ server }) => new URL(server).hostname)).toEqual(
    ['one', 'one', 'two', 'one', 'one', 'two'].map((name) => `${name}.invalid`),
  );
  const again = await Promise.all(addresses.map((address) => clusters.api({ ...address })));
  expect(again.every((api, index) => api === made[index])).toBe(true);
});

test('Clusters tries again where a client could not be made', async () => {
  const { clusters, write } = await setUp();
  const address = { kubeconfig: 'later' };
  await expect(clusters.api(address)).rejects.toMatchObject({ code: 'KUBERNETES_CONFIG_INVALID' });
  await write('later');
  expect((await clusters.api(address)).server).toBe('http://one.invalid');
});
