import { ServoError } from '../../errors/servo-error.js';
import { shownUrl } from './shown-url.js';

/** A proxy; who the servo is to it, is kept apart from its URL, which may be shown. */
export interface Proxy {
  readonly url: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string | undefined;
}

const protocols = ['http:', 'https:', 'socks:', 'socks5:'];

/**
 * Reads the URL of a proxy; without a scheme it is one of HTTP.
 *
 * @param place - What gives it, for messages; the URL itself may hold a password.
 * @throws {@link ServoError} `PROXY_INVALID`
 */
export function parseProxy(text: string, place: string): Proxy {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (!url || !protocols.includes(url.protocol) || url.hostname === '')
    throw new ServoError('PROXY_INVALID', `${place} is not the URL of a proxy that can be used`, {
      hint: 'Write http://host:port, with https:// or socks5:// where it speaks that.',
    });
  const { username, password, protocol, host } = url;
  if (protocol.startsWith('socks')) return { url: url.href };
  const user = `${decoded(username)}:${decoded(password)}`;
  const authorization = username === '' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  return { url: `${protocol}//${host}`, authorization };
}

/** A proxy as messages show it. */
export function shownProxy({ url }: Proxy): string {
  return shownUrl(url).replace(/\/$/, '');
}

/** A password may hold a bare percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // it was not encoded
  }
}
