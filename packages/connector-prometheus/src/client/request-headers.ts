import type { PrometheusSettings } from '../prometheus-config.js';
import { PrometheusError } from './prometheus-error.js';

/** What the headers of a request are made from. */
export type HeaderSettings = Pick<PrometheusSettings, 'bearerToken' | 'basicAuth' | 'headers' | 'tenant'>;

/** A header, and the key of the configuration that it comes from. */
type Named = readonly [name: string, value: string, key: string];

/**
 * The headers of a request; the last of one name is meant.
 *
 * @throws {@link PrometheusError} when a value cannot stand in a header; it names the key, and never the value.
 */
export function requestHeaders(settings: HeaderSettings, hasBody: boolean): Readonly<Record<string, string>> {
  const configured = [...credentials(settings), ...others(settings)];
  const wrong = configured.find(([, value]) => impossible.test(value));
  if (wrong)
    throw new PrometheusError(`${wrong[2]} has a character that cannot stand in a header`, {
      hint: 'It is one line of ordinary characters: look for a line break within it.',
    });
  return {
    accept: 'application/json',
    ...(hasBody && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...Object.fromEntries(configured.map(([name, value]) => [name, value])),
  };
}

/** What is neither a tab nor printable, or beyond Latin-1. */
const impossible = /[^\t\x20-\x7e\x80-\xff]/;

function credentials({ bearerToken, basicAuth }: HeaderSettings): readonly Named[] {
  if (bearerToken) return [['authorization', `Bearer ${bearerToken.reveal()}`, 'bearer_token']];
  if (!basicAuth) return [];
  const user = Buffer.from(`${basicAuth.username}:${basicAuth.password.reveal()}`).toString('base64');
  return [['authorization', `Basic ${user}`, 'basic_auth']];
}

function others({ tenant, headers }: HeaderSettings): readonly Named[] {
  const given = Object.entries(headers).map(
    ([name, value]): Named => [name.toLowerCase(), value.reveal(), `headers.${name}`],
  );
  return [...(tenant === undefined ? [] : [['x-scope-orgid', tenant, 'tenant'] as const]), ...given];
}
