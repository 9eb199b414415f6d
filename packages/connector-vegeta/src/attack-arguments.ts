import { resolve } from 'node:path';
import { Duration } from '@servo/core';
import type { AttackStep } from './attack-plan.js';
import { goDuration } from './go-duration.js';
import type { VegetaSettings } from './vegeta-config.js';

/** What {@link attackArguments} takes besides the configuration. */
export interface AttackArgumentOptions {
  readonly step: Pick<AttackStep, 'rate' | 'duration'>;
  /** The folder from which files are named. */
  readonly cwd: string;
}

/**
 * Returns the arguments of one attack; the targets come by the standard input. Each has the form `-flag=value`, because Go
 * takes a word after `-http2` for the end of the flags. No secret is among them, since others can see them.
 */
export function attackArguments(config: VegetaSettings, { step, cwd }: AttackArgumentOptions): readonly string[] {
  const { bodyFile, rootCerts, cert, key, maxWorkers } = config;
  const path = (file: string | undefined): string | undefined => file && resolve(cwd, file);
  const flags = {
    rate: String(step.rate),
    duration: goDuration(new Duration(step.duration)),
    targets: 'stdin',
    format: config.format,
    output: 'stdout',
    body: path(bodyFile),
    connections: config.connections,
    workers: maxWorkers === undefined ? config.workers : Math.min(config.workers, maxWorkers),
    'max-workers': maxWorkers,
    'max-body': config.maxBody,
    http2: config.http2,
    keepalive: config.keepalive,
    timeout: goDuration(config.timeout),
    insecure: config.insecure,
    'root-certs': rootCerts?.map((file) => resolve(cwd, file)).join(','),
    cert: path(cert),
    key: path(key),
  };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return [
    'attack',
    ...given.map(([name, value]) => `-${name}=${String(value)}`),
    ...config.connectTo.map((mapping) => `-connect-to=${mapping}`),
  ];
}

/** Returns the names of the flags among arguments. */
export function flagsOf(args: readonly string[]): readonly string[] {
  return [...new Set(args.flatMap((arg) => /^-([^=]+)=/.exec(arg)?.[1] ?? []))];
}
