/** Runs the servo beside a Prometheus that ends with it. The servo starts the service and vegeta. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { realPrometheus } from '../../tools/real-programs/real-prometheus.ts';
import { realVegeta } from '../../tools/real-programs/real-vegeta.ts';
import { startPrometheus } from './src/start-prometheus.mjs';

const steps = [
  ['restore'], // what a run left changed that was killed
  ['adjust', 'web.threads=4', 'web.cache=400'], // too generous, to begin with
  ['run', '--new-study', '--exit-when-done'],
];
const stopping = new AbortController();
let servo;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    stopping.abort();
    if (signal === 'SIGTERM') servo?.kill(signal); // the others come from the terminal, and reach it anyway
  });

try {
  process.exitCode = await optimize();
} catch (error) {
  if (!stopping.signal.aborted) console.error(error.message);
  process.exitCode = 1;
}

/** Returns the exit code. */
async function optimize() {
  const [prometheus, vegeta] = [realPrometheus(), realVegeta()];
  const missing = [prometheus, vegeta].flatMap(({ missing: why }) => why ?? []);
  if (missing.length > 0) throw new Error(missing.map((why) => `${why}. Install it, and run this again.`).join('\n'));
  const server = await startPrometheus(prometheus.folder, stopping.signal);
  try {
    for (const step of steps) {
      const code = await run(step, { ...process.env, VEGETA: vegeta.path });
      if (code !== 0 || stopping.signal.aborted) return code;
    }
    return 0;
  } finally {
    await server.stop();
  }
}

/** Runs a command of the servo to its end. */
async function run(args, env) {
  servo = spawn(join(import.meta.dirname, 'node_modules/.bin/servo'), args, { stdio: 'inherit', env });
  const [code] = await once(servo, 'exit'); // rejects when it cannot be started
  return code ?? 1;
}
