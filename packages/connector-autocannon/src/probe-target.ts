import type { PlannedRequest } from './load-plan.js';

/** What {@link probeTarget} takes besides the request. */
export interface ProbeOptions {
  readonly url: URL;
  readonly insecure: boolean;
  readonly signal: AbortSignal;
}

/** Sends one request on a connection of its own and returns the status; redirects are not followed. */
export async function probeTarget(request: PlannedRequest, { url, insecure, signal }: ProbeOptions): Promise<number> {
  const { method, headers, body, path } = request;
  // imported here: to import node:http loads all of Node's clients, which cost an idle servo 10 MiB
  const { request: send } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const options = { method, headers, signal, agent: false, rejectUnauthorized: !insecure };
    const probe = send(new URL(path, url), options, (response) => {
      response.destroy(); // the status is enough
      resolve(response.statusCode ?? 0);
    });
    probe.on('error', (error: Error) => reject(signal.aborted ? signal.reason : error));
    probe.end(body);
  });
}
