import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { PlannedRequest } from './load-plan.js';

/** What {@link probeTarget} takes besides the request. */
export interface ProbeOptions {
  readonly url: URL;
  readonly insecure: boolean;
  readonly signal: AbortSignal;
}

/** Sends one request on a connection of its own and returns the status; redirects are not followed. */
export function probeTarget(request: PlannedRequest, { url, insecure, signal }: ProbeOptions): Promise<number> {
  const { method, headers, body, path } = request;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
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
