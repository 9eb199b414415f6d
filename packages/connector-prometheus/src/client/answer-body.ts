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
  { status, url, retryAfter }: { readonly status: number; readonly url: string; readonly retryAfter: unknown },
): object {
  const { text } = scanned;
  const body = parsed(scanned);
  if (status >= 200 && status < 300 && body?.status === 'success') return body;
  const why =
    body?.error === undefined
      ? body || status >= 300
        ? `status ${status}${body ? '' : said(text)}`
        : `what is no JSON${said(text)}`
      : `${String(body.errorType ?? 'error')}: ${String(body.error)}`;
  const passing = status === 429 || status >= 500 || (status >= 200 && status < 300 && body === undefined);
  throw new PrometheusError(maskSecrets(`${url} answered ${why}`).slice(0, 500), {
    status,
    retryable: passing,
    retryAfter: Number(retryAfter) > 0 ? Math.min(Number(retryAfter), 300) * 1_000 : undefined,
    hint: hintOf(status),
  });
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
