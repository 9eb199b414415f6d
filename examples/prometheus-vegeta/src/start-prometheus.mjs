import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const address = '127.0.0.1:9131'; // as servo.yaml says it
const longest = 30_000; // milliseconds until it is ready

/** Starts Prometheus by prometheus.yml, with a store that is gone when it is stopped, and waits until it is ready. */
export async function startPrometheus(folder) {
  const data = await mkdtemp(join(tmpdir(), 'servo-example-'));
  const flags = ['--config.file=prometheus.yml', `--storage.tsdb.path=${data}`, `--web.listen-address=${address}`];
  const server = spawn(join(folder, 'prometheus'), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const stop = async () => {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    await rm(data, { recursive: true });
  };
  for (const end = Date.now() + longest; !(await isReady()); await wait(100)) {
    if (server.exitCode === null && Date.now() < end) continue;
    await stop();
    throw new Error(`Prometheus does not serve at ${address}. It said:\n${said}`);
  }
  return { stop };
}

async function isReady() {
  const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined); // it does not listen yet
  return answer?.ok === true;
}
