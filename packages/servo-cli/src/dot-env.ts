import { statSync } from 'node:fs';

/** Fills in, from a file, the environment variables that are not set; ends the process where it cannot be read. */
export function loadDotEnv(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return;
  try {
    if (!found.isFile()) throw new TypeError('it is no file'); // one end of a pipe would wait for the other
    process.loadEnvFile(path);
  } catch (error) {
    console.error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}
