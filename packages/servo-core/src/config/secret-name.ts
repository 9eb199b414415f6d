/** The last words of names of secrets: `DB_PASSWORD`, `accessToken`, `X-Auth`. */
const words = new Set(
  [
    'authorization auth cookie cookies credential credentials passcode passphrase passwd password passwords pass pin',
    'secret secrets token tokens apikey apikeys',
  ].flatMap((line) => line.split(' ')),
);
/** What comes before a `key` that is no secret. */
const openKeys = new Set(['public', 'primary', 'foreign', 'partition', 'sort', 'label', 'map']);

/**
 * Whether a field, variable, header or option is called as secrets are, whatever a schema says of it. The name of a file or
 * of a URL is none, nor is what only counts or describes secrets: `token_file`, `max_tokens_per_second`.
 *
 * @example
 * namesSecret('AWS_SECRET_ACCESS_KEY'); // true
 */
export function namesSecret(name: string): boolean {
  const parts = name
    .slice(-128) // longer ones are no names
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  const last = parts.at(-1) ?? '';
  if (last === 'key' || last === 'keys') return parts.length > 1 && !openKeys.has(parts.at(-2) ?? '');
  return words.has(last);
}

/** Whether a name is a plural, so that a number under it says how many there are: `tokens: 3`. */
export function isPlural(name: string): boolean {
  return /[^s]s$/i.test(name);
}
