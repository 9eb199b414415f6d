import { maskSecrets } from '@servo/core';
import { itemLists, type ScannedAnswer } from './answer-scanner.js';
import { PrometheusError } from './prometheus-error.js';

/**
 * Reads the body of an answer.
 *
 * @throws {@link PrometheusError} when it is a refusal, which tells its reason whatever its status is, or no JSON.
 */
export function bodyOf(
  scanned: Pick<ScannedAnswer, 'text' | 'items'>,
  {
    status,
    url,
    retryAfter,
  }: { readonly status: number; readonly url: string; readonly retryAfter?: number | undefined },
): object {
  const body = parsed(scanned);
  const isWell = status >= 200 && status < 300;
  if (isWell && body?.status === 'success') return body;
  const why = refusal(body, { status, text: scanned.text });
  throw new PrometheusError(maskSecrets(`${url} answered ${why}`).slice(0, 500), {
    status,
    retryable: status === 429 || status >= 500 || (isWell && body === undefined),
    retryAfter,
    hint: hintOf(status),
  });
}

/** Why an answer is none: the reason that it gives itself, or else what it is. */
function refusal(
  body: Envelope | undefined,
  { status, text }: { readonly status: number; readonly text: string },
): string {
  if (body?.error !== undefined) return `${String(body.errorType ?? 'error')}: ${String(body.error)}`;
  if (body) return `status ${status}`;
  return `${status >= 300 ? `status ${status}` : 'what is no JSON'}${said(text)}`;
}

/** How a text that is no JSON begins, on one line. */
function said(text: string): string {
  const line = text.slice(0, 1_000).replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `: ${line.slice(0, 200)}`;
}

interface Envelope {
  readonly status?: unknown;
  readonly error?: string;
  readonly errorType?: string;
  readonly data?: unknown;
}

function parsed({ text, items }: Pick<ScannedAnswer, 'text' | 'items'>): Envelope | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return undefined;
    return items.length === 0 ? body : withItems(body, items); // whose fields are texts where they are there
  } catch {
    return undefined; // a page for people, as of a proxy
  }
}

/** An answer with the items of its list where their indexes are. */
function withItems(body: Envelope, items: readonly unknown[]): Envelope {
  const data = Object.entries(body.data ?? {}).map(([key, value]: [string, unknown]) => {
    const indexes = itemLists.includes(key) && Array.isArray(value) && value.length === items.length;
    return [key, indexes ? items : value];
  });
  return { ...body, data: Object.fromEntries(data) };
}

function hintOf(status: number): string | undefined {
  if (status === 401 || status === 403) return 'Check bearer_token, basic_auth and headers.';
  if (status === 404) return 'Check base_url: it ends where /api/v1 begins.';
  if (status === 400 || status === 422) return 'Check the query; "servo prometheus query" tries it.';
  return undefined;
}
