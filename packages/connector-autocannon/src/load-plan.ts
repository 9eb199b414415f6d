import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Duration, MeasurementFailedError } from '@servo/core';
import type { AutocannonSettings, SecretHeaders } from './autocannon-config.js';
import type { LoadTimes } from './load-times.js';

/** One of the requests that take turns. */
export interface PlannedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** What is to be sent, with every secret in it: plain data for the worker, not for logs. Times in milliseconds. */
export interface LoadPlan {
  /** Where the connections go; of its path and query nothing is used. */
  readonly url: string;
  readonly requests: readonly PlannedRequest[];
  /** Requests per second. */
  readonly rate: number;
  readonly connections: number;
  readonly warmup: number;
  readonly duration: number;
  readonly timeout: number;
  readonly interval: number;
  readonly insecure: boolean;
}

/** What {@link planLoad} takes besides the configuration. */
export interface LoadPlanOptions {
  readonly times: Pick<LoadTimes, 'warmup' | 'duration'>;
  /** The folder that the names of body files start from. */
  readonly cwd: string;
}

/**
 * Makes the plan of one load.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-duration` when nobody said how long, and with `body-file`
 * when the file of a body cannot be read.
 */
export async function planLoad(config: AutocannonSettings, { times, cwd }: LoadPlanOptions): Promise<LoadPlan> {
  const duration = times.duration.milliseconds;
  if (duration <= 0)
    throw new MeasurementFailedError(`Expected a duration to load for, got ${String(new Duration(duration))}`, {
      reason: 'no-duration',
      hint: 'Set "duration" of the connector, or the duration of the measurement.',
    });
  const { rate, connections, timeout, interval, insecure } = config;
  return {
    url: targetUrl(config).href,
    requests: await planRequests(config, cwd),
    rate,
    connections,
    warmup: times.warmup.milliseconds,
    duration,
    timeout: timeout.milliseconds,
    interval: interval.milliseconds,
    insecure,
  };
}

/** Returns the requests that take turns: one GET of the URL unless there is a list. */
export function planRequests(config: AutocannonSettings, cwd: string): Promise<readonly PlannedRequest[]> {
  const base = targetUrl(config);
  const requests = config.requests ?? [{ method: 'GET' as const }];
  return Promise.all(
    requests.map(async ({ method, ...request }) => {
      const { pathname, search } = request.url ? new URL(request.url) : base;
      const body = request.bodyFile ? await readBody(resolve(cwd, request.bodyFile)) : request.body;
      return {
        method,
        path: request.path ?? pathname + search,
        headers: { ...authorization(base), ...reveal(config.headers), ...reveal(request.headers) },
        ...(body !== undefined && { body }),
      };
    }),
  );
}

/** Names the target for people: no credentials, no query, which may hold a token. */
export function describeTarget(config: AutocannonSettings): string {
  const { origin, pathname } = targetUrl(config);
  const others = (config.requests?.length ?? 1) - 1;
  const path = config.requests?.[0]?.path?.replace(/[?#].*/, '') ?? pathname;
  return origin + path + (others > 0 ? ` and ${others} more` : '');
}

/** Where the connections go. */
export function targetUrl({ url, requests }: AutocannonSettings): URL {
  return new URL(requests?.[0]?.url ?? url ?? ''); // the schema asks for one of them
}

function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (!username) return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function reveal(headers: SecretHeaders = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.reveal()]));
}

async function readBody(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new MeasurementFailedError(`Cannot read the body of a request from ${path}`, {
      reason: 'body-file',
      hint: 'Check "body_file"; a relative name starts at the folder of servo.yaml.',
      cause,
    });
  }
}
