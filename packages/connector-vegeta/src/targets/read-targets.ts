import { isUtf8 } from 'node:buffer';
import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MeasurementFailedError, ServoError } from '@servo/core';
import type { VegetaSettings } from '../vegeta-config.js';
import { parseHeaderLines } from './header-lines.js';
import { parseTargets } from './target-format.js';
import { isHeaderName, type Target, targetError } from './target.js';

/** What {@link readTargets} needs of the configuration. */
export type TargetSettings = Pick<VegetaSettings, 'format' | 'target' | 'targets' | 'headers' | 'headersFile'>;

/**
 * Returns the configured targets, with the headers that all have in common.
 *
 * @param cwd - the folder from which files are named.
 * @throws {@link MeasurementFailedError} with the reason `targets-invalid` that names file and line.
 */
export async function readTargets(config: TargetSettings, cwd: string): Promise<readonly Target[]> {
  const { format, target, targets: file } = config;
  const text = target ?? (await read(cwd, file ?? '', 'targets'));
  const name = file ?? 'target';
  const targets = located(name, () => parseTargets(text, format));
  await checkBodies(targets, { cwd, name });
  const common = await commonHeaders(config, cwd);
  return targets.map((each) => ({ ...each, headers: [...without(common, each.headers), ...each.headers] }));
}

type Headers = Target['headers'];

async function commonHeaders({ headers, headersFile }: TargetSettings, cwd: string): Promise<Headers> {
  const own = Object.entries(headers).map(([name, value]) => [name, value.reveal()] as const);
  for (const [name, value] of own)
    if (!isHeaderName(name) || /[\r\n]/.test(value)) throw invalid(`headers: "${name}" is no header of one line`);
  if (headersFile === undefined) return own;
  const text = await read(cwd, headersFile, 'headers_file');
  return [
    ...without(
      located(headersFile, () => parseHeaderLines(text)),
      own,
    ),
    ...own,
  ];
}

/** What is said closer to a target wins. */
function without(headers: Headers, closer: Headers): Headers {
  const names = new Set(closer.map(([name]) => name.toLowerCase()));
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

async function checkBodies(targets: readonly Target[], { cwd, name }: { cwd: string; name: string }): Promise<void> {
  for (const { bodyFile, line, bodyLine = line } of targets) {
    if (bodyFile === undefined) continue;
    const file = resolve(cwd, bodyFile);
    await access(file).catch((cause: unknown) => {
      const { message } = targetError(bodyLine, `expected a file with the body, found no ${file}`);
      throw invalid(`${name}, ${message}`, 'A relative name starts at the folder of servo.yaml.', cause);
    });
  }
}

async function read(cwd: string, name: string, key: string): Promise<string> {
  const file = resolve(cwd, name);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw invalid(`Cannot read ${file}`, `Check "${key}"; a relative name starts at the folder of servo.yaml.`, cause);
  });
  if (!isUtf8(bytes) || bytes.includes(0))
    throw invalid(`${file} is no text`, `Check "${key}": expected a file of lines in UTF-8.`);
  return bytes.toString();
}

function located<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { message, hint } = ServoError.from(cause);
    throw invalid(`${name}, ${message}`, hint, cause);
  }
}

function invalid(message: string, hint?: string, cause?: unknown): MeasurementFailedError {
  return new MeasurementFailedError(message, { reason: 'targets-invalid', hint, cause });
}
