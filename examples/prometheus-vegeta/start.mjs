/** Runs the servo beside a Prometheus that ends with it. The service and vegeta are started by the servo. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realPrometheus } from '../../tools/real-prometheus.ts';
import { realVegeta } from '../../tools/real-vegeta.ts';
import { startPrometheus } from './src/start-prometheus.mjs';

const [prometheus, vegeta] = [realPrometheus(), realVegeta()];
const missing = [prometheus, vegeta].flatMap((program) => program.missing ?? []);

if (missing.length > 0) {
  for (const program of missing) console.error(`${program}; install it, and run this again.`);
  process.exitCode = 1;
} else {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {}); // the servo obeys, and this ends with it
  const server = await startPrometheus(prometheus.folder);
  const servo = spawn('servo', ['run', '--new-study', '--exit-when-done'], {
    stdio: 'inherit',
    env: { ...process.env, VEGETA: vegeta.path },
  });
  process.on('SIGTERM', () => servo.kill('SIGTERM')); // a SIGINT of the keyboard reaches it anyway
  const [code] = await once(servo, 'exit');
  await server.stop();
  process.exitCode = code ?? 1;
}
