import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ConformanceOptions } from './conformance-options.js';
import { notConforming } from './not-conforming.js';

const longest = 20_000;

/** Imports the module in a process of its own, which must end by itself without a word. */
export async function importsQuietly({ module }: ConformanceOptions): Promise<void> {
  const code = `await import(${JSON.stringify(module.href)})`;
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      timeout: longest,
    });
    const said = `${stdout}${stderr}`.trim();
    if (said) throw notConforming(`The import of ${module.href} writes: ${said.slice(0, 500)}`);
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string }; // what execFile() rejects with
    if (killed) throw notConforming(`The import of ${module.href} leaves something open: the process did not end`);
    if (stderr) throw notConforming(`The import of ${module.href} fails: ${stderr.slice(0, 500)}`);
    throw error;
  }
}
