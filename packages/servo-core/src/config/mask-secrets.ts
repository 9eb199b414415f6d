import { maskKnownSecrets } from './known-secrets.js';
import { type NamedValue, maskNamedValues } from './mask-named-values.js';

const mask = '[secret]';
/** A header in running text, in whatever quotes: `Authorization: Bearer abc`. */
const header =
  /\b((?:proxy-)?authorization|(?:set-)?cookie|x-(?:api-key|auth-token|sf-token))(\\*["']?\s*[:=]\s*\\*["']?)(?![[{])(?:digest\s[^\r\n]*|(?:(?:bearer|basic|token|apikey|negotiate|ntlm)\s+)?[^\s"'\\,;}\]]+(?:;\s*[\w.-]+=[^\s"'\\,;}\]]*)*)/gi;
/** A token after its scheme; it has a digit, which sets it apart from a word. */
const scheme = /\b(bearer|basic|apikey|x-sf-token)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}/gi;
/** Who is named in a URL, with or without a password. */
const userinfo = /:\/\/(?!\[secret\]@)[^\s/?#"'\\]*@/g;

const word = /(?!\[secret\])(?:"[^"]*"?|'[^']*'?|[^\s"'\\&,;)}\]]+)/y;
const named: readonly NamedValue[] = [
  // a field of JSON, in a text of JSON too
  {
    lead: /(?<!\\)(?<escape>\\*)"(?<name>[\w.-]{1,128})\k<escape>"\s*:\s*/g,
    value: ({ escape = '' }) =>
      escape === ''
        ? /"(?:[^"\\]|\\.)*"?|\[(?!secret\])[^\]]*\]?|-?\d[\d.eE+-]*/y
        : /\\+"[^"\\]*(?:\\+")?|\[(?!secret\])[^\]]*\]?|-?\d[\d.eE+-]*/y,
    instead: ({ escape = '' }) => `${escape}"${mask}${escape}"`,
  },
  // a variable, a parameter of a URL, an option: DB_PASSWORD=x, ?access_token=x, --token=x
  { lead: /(?<![\w.-])(?<name>[\w.-]+)\\*["']?\s?=\s?/g, value: () => word, instead: () => mask },
  // an option whose value stands behind a space
  { lead: /(?<!\S)--(?<name>[\w-]+) +(?![-<[])/g, value: () => word, instead: () => mask },
];

/**
 * Replaces what must not be shown in a text: the value of every secret of this process, what stands in headers and fields
 * that carry credentials, and the user and password of URLs. What is data, and not text, is masked value by value: see
 * {@link maskRecord}.
 *
 * @example
 * maskSecrets('401 for Authorization: Bearer abc123def'); // '401 for Authorization: [secret]'
 */
export function maskSecrets(text: string): string {
  const known = maskKnownSecrets(text).replace(header, `$1$2${mask}`);
  return named.reduce(maskNamedValues, known).replace(scheme, `$1 ${mask}`).replace(userinfo, `://${mask}@`);
}
