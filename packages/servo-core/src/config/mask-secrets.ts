import { maskKnownSecrets } from './known-secrets.js';

const names =
  '(?:proxy-)?authorization|(?:set-)?cookie|x-(?:api-key|auth-token|sf-token)|api_?key|access_?token|refresh_?token|token|passw(?:or)?d|passphrase|client_?secret|secret|private_?key';
/** A field of JSON, `"name":"value"` or a list of values. */
const field = new RegExp(String.raw`"(${names})":("(?:[^"\\]|\\.)*"|\[[^\]]*\])`, 'gi');
/** A header in running text, in whatever quotes: `Authorization: Bearer abc`. */
const header = new RegExp(
  String.raw`\b((?:proxy-)?authorization|(?:set-)?cookie|x-(?:api-key|auth-token|sf-token))(\\?["']?\s*[:=]\s*\\?["']?)(?:(?:bearer|basic)\s+)?(?!\[secret\])[^\s"'\\,;}]+`,
  'gi',
);
/** A token after its scheme; it has a digit, which sets it apart from a word. */
const scheme = /\b(bearer|basic|x-sf-token)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}/gi;
/** User and password in a URL. */
const userinfo = /:\/\/[^\s/:@"'\\]*:[^\s/@"'\\]+@/g;

/**
 * Replaces what must not be shown in a text: the value of every secret of this process, what stands in headers and fields
 * that carry credentials, and the user and password of URLs. JSON stays JSON.
 *
 * @example
 * maskSecrets('401 for Authorization: Bearer abc123def'); // '401 for Authorization: [secret]'
 */
export function maskSecrets(text: string): string {
  return maskKnownSecrets(text)
    .replace(field, '"$1":"[secret]"')
    .replace(header, '$1$2[secret]')
    .replace(scheme, '$1 [secret]')
    .replace(userinfo, '://[secret]@');
}
