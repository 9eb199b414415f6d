import { type RequestEvent, type WireRequest, wireRequest } from '@servo/core/wire';
import { checkParam } from './check-param.js';
import { explain } from './explain.js';
import type { Said } from './servo-session.js';
import type { Problem } from './violation.js';

/** What was said, or only what is wrong with it. */
export type ReadSaid = {
  readonly problems: readonly Problem[];
  readonly request: WireRequest | undefined;
  readonly said: Said | undefined;
};

const reports: ReadonlySet<RequestEvent> = new Set(['DESCRIPTION', 'MEASUREMENT', 'ADJUSTMENT']);
const envelope = wireRequest.strict();

/** Reads the body of a request; `userAgent` is what its header says. */
export function readSaid(body: string, userAgent: string): ReadSaid {
  const content = parse(body);
  const read = envelope.safeParse(content);
  if (!read.success) return unreadable(explain(read.error.issues));
  const request = read.data;
  const missing = Object.keys(envelope.shape).filter((key) => !Object.hasOwn(content as object, key)); // it was read as one
  if (missing.length > 0) return { ...unreadable(`${missing.join(' and ')} missing`), request };
  const { event, param } = request;
  const isProgress = param !== null && Object.hasOwn(param, 'progress');
  const report = reports.has(event) ? (isProgress ? 'progress' : 'completion') : undefined;
  const said: Said = { event, param, report, body };
  const problems = checkParam(said, userAgent).map((message) => ({
    rule: 'param' as const,
    message: `${event}: ${message}`,
  }));
  return { problems, request, said: problems.length > 0 ? undefined : said };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // which is no envelope
  }
}

function unreadable(message: string): ReadSaid {
  return { problems: [{ rule: 'envelope', message }], request: undefined, said: undefined };
}
