import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('kubernetes-process.mjs', import.meta.url));

/** Milliseconds from the start of a process with the Kubernetes connector to its first request, the median of several. */
export async function firstApiCall(root, runs = 9) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  const times = [];
  for (let run = 0; run < runs; run++) times.push(await once(root, folder));
  rmSync(folder, { recursive: true });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

async function once(root, folder) {
  const asked = Promise.withResolvers();
  const server = createServer((_, response) => {
    asked.resolve(performance.now());
    response.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(`http://127.0.0.1:${server.address().port}`));
  const began = performance.now();
  const child = fork(program, { stdio: 'ignore' });
  const container = { name: 'main', cpu: { min: 1, max: 2, step: 1 }, memory: { min: '1Gi', max: '2Gi', step: '1Gi' } };
  const deployments = [{ name: 'web', replicas: { min: 1, max: 2 }, containers: [container] }];
  child.send({ root, stateDir: folder, config: { kubeconfig, deployments }, adjustments: [] });
  const time = (await asked.promise) - began;
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  server.closeAllConnections();
  server.close();
  return time;
}

function kubeconfigOf(server) {
  return JSON.stringify({
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'bench', user: { token: 'x' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  });
}
