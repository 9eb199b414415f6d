// Vitest's global setup: gives every test run a temporary folder of its own and removes it afterwards, so that what a
// killed process, or a test that waits for no cleaning up, leaves behind does not stay on the machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup() {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'servo-test-'));
  process.env.TMPDIR = folder; // os.tmpdir() of the workers and of every program that they start
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
