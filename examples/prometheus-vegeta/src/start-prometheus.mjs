import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnChild } from '@servo/core/process';

const url = 'http://127.0.0.1:9131'; // as servo.yaml has it
const longest = 30_000; // milliseconds until it is ready

/**
 * Starts Prometheus by prometheus.yml, with a store that is gone when it is stopped, and waits until it is ready. It ends
 * with this process in whatever way that ends.
 */
export async function startPrometheus(folder, signal) {
  if (await answers(`${url}/`)) throw new Error(`Something serves at ${url} already. End it, and run this again.`);
  const data = await mkdtemp(join(tmpdir(), 'servo-example-'));
  let server;
  const stop = async () => {
    await server?.stop();
    await rm(data, { recursive: true });
  };
  try {
    const flags = [
      '--config.file=prometheus.yml',
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${new URL(url).host}`,
    ];
    server = await spawnChild({
      command: join(folder, 'prometheus'),
      args: flags,
      cwd: join(import.meta.dirname, '..'),
      env: process.env, // and no signal: it is to serve until the servo has ended
    });
    await ready(server, signal);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until it is ready; rejects when it ends before, or takes too long. */
async function ready(server, signal) {
  let ended = false;
  void server.exit.then(() => {
    ended = true;
  });
  for (const end = Date.now() + longest; !(await answers(`${url}/-/ready`)); await wait(100, undefined, { signal })) {
    if (ended || Date.now() > end)
      throw new Error(`Prometheus does not serve at ${url}:\n${server.lastLines.join('\n')}`);
  }
}

async function answers(address) {
  const answer = await fetch(address).catch(() => undefined); // nothing listens there yet
  return answer?.ok === true;
}
