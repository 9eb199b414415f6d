/**
 * A small HTTP service that reports what the shops of a chain sold. README.md says how to use and set it.
 *
 * This file runs as the supervisor, which starts the workers, and as each of the workers, which answer.
 */
import cluster from 'node:cluster';
import { readSettings } from './src/settings.mjs';
import { supervise } from './src/supervisor.mjs';
import { serve } from './src/worker.mjs';

const { settings, problems } = readSettings(process.env);

if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exitCode = 2;
} else if (cluster.isPrimary) {
  supervise(settings);
} else {
  serve(settings);
}
