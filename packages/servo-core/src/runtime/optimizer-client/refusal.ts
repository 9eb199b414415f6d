import { maskSecrets } from '../../config/mask-secrets.js';
import { OptimizerError, type OptimizerErrorCode, type OptimizerVerdict } from './optimizer-error.js';
import type { PostAnswer } from './post.js';
import { retryAfter } from './retry-after.js';
import { shownUrl } from './shown-url.js';

/** Where a request was refused. */
export interface RefusalOptions {
  readonly url: string;
  /** Milliseconds since the Unix epoch, for a `Retry-After` that is a date. */
  readonly now: number;
  /**
   * Whether it was the service that issues tokens: nothing that it says is about the servo.
   * @default false
   */
  readonly issuer?: boolean;
}

// Client errors that may pass: no token yet, not onboarded yet, too slow, locked, too early, too often.
const passing: ReadonlySet<number> = new Set([401, 403, 404, 407, 408, 423, 425, 429]);

/** What an answer means whose status is no success. */
export function refusal(answer: PostAnswer, { url, now, issuer = false }: RefusalOptions): OptimizerError {
  const { status, headers } = answer;
  const verdict = issuer ? 'retry' : verdictOf(status);
  const who = issuer ? 'The token service' : 'The optimizer';
  const detail = detailOf(answer);
  return new OptimizerError(`${who} answered ${status} (${shownUrl(url)})${detail && `: ${detail}`}`, {
    code: codeOf(verdict),
    status,
    verdict,
    retryAfter: retryAfter(headers.get('retry-after'), now),
    hint: status >= 300 && status < 400 ? elsewhere(headers.get('location'), url) : hintOf(status, issuer),
  });
}

function verdictOf(status: number): OptimizerVerdict {
  if (status === 410) return 'revoked';
  return status >= 400 && status < 500 && !passing.has(status) ? 'stale' : 'retry';
}

function codeOf(verdict: OptimizerVerdict): OptimizerErrorCode {
  return verdict === 'revoked' ? 'OPTIMIZER_REVOKED' : 'OPTIMIZER_REFUSED';
}

function hintOf(status: number, issuer: boolean): string {
  if (issuer && status < 500) return 'Check client_id, client_secret and token_url of the optimizer.';
  if (status === 401 || status === 403) return 'Check the token of the optimizer.';
  if (status === 404) return 'Check id and URL of the optimizer; where it is not set up yet, the servo waits for it.';
  if (status === 410)
    return 'Another servo may have taken its place: compare servo_uid with what the optimizer expects.';
  if (status >= 400 && status < 500 && !passing.has(status)) return 'Compare the versions of servo and optimizer.';
  return 'The servo goes on trying.';
}

function elsewhere(location: string | null, from: string): string {
  const to = location === null ? null : URL.parse(location, from);
  const where = to ? ` (it leads to ${shownUrl(to.href)})` : '';
  return `Redirects are not followed${where}: set url or base_url of the optimizer to where it is.`;
}

/** What an answer says of itself, by the keys that are usual for that. */
function detailOf({ text }: PostAnswer): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return ''; // a page for people
  }
  const { detail, reason, message, error } = { ...(body as Readonly<Record<string, unknown>> | null) }; // any JSON
  const said = [detail, reason, message, error].find((each) => typeof each === 'string') ?? '';
  // as it may repeat what it was sent; masked before a part of a secret could be cut off
  return maskSecrets(String(said).replace(/\p{Cc}+/gu, ' ')).slice(0, 200);
}
