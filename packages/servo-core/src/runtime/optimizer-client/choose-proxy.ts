import { ServoError } from '../../errors/servo-error.js';
import { Secret } from '../../config/secret.js';
import type { NetworkSettings } from '../../optimizer/network-settings.js';
import { readNoProxy } from './no-proxy.js';
import { parseProxy, type Proxy } from './proxy.js';
import { parseUrlPattern, type UrlPattern } from './url-pattern.js';

/** Tells by which proxy a URL is reached; `undefined` for none. */
export type ChooseProxy = (url: URL) => Proxy | undefined;

/** What {@link chooseProxy} goes by. */
export interface ChooseProxyOptions {
  readonly proxies: NetworkSettings['proxies'];
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Rule {
  readonly pattern: UrlPattern;
  readonly proxy: Proxy | undefined;
}

/**
 * Reads which proxy leads where: from the settings, or, where they say nothing, from `HTTP_PROXY`, `HTTPS_PROXY`,
 * `ALL_PROXY` and `NO_PROXY`. Of several patterns the closest one counts: with a port, then with the longer host.
 *
 * @throws {@link ServoError} `PROXY_INVALID`
 */
export function chooseProxy({ proxies, env }: ChooseProxyOptions): ChooseProxy {
  if (proxies == null) return byEnvironment(env);
  if (proxies instanceof Secret) {
    const proxy = parseProxy(proxies.reveal(), 'settings.proxies');
    return () => proxy;
  }
  const rules = Object.entries(proxies).map(([text, url]) => rule(text, url, `settings.proxies."${text}"`));
  return closest(rules);
}

function byEnvironment(env: ChooseProxyOptions['env']): ChooseProxy {
  const isExcepted = readNoProxy(valueOf('NO_PROXY', env)?.text ?? '');
  const choose = closest(
    ['http', 'https', 'all'].flatMap((scheme) => {
      const { name = '', text } = valueOf(`${scheme.toUpperCase()}_PROXY`, env) ?? {};
      return text === undefined ? [] : [rule(`${scheme}://`, new Secret(text), name)];
    }),
  );
  return (url) => (isExcepted(url) ? undefined : choose(url));
}

function valueOf(upper: string, env: ChooseProxyOptions['env']): { name: string; text: string } | undefined {
  const name = [upper.toLowerCase(), upper].find((each) => env[each]);
  return name === undefined ? undefined : { name, text: env[name] ?? '' };
}

function rule(text: string, url: Secret | null, place: string): Rule {
  const pattern = parseUrlPattern(text);
  if (!pattern) throw new ServoError('PROXY_INVALID', `${place} is not a pattern such as all://*.example.com`);
  return { pattern, proxy: url === null ? undefined : parseProxy(url.reveal(), place) };
}

function closest(rules: readonly Rule[]): ChooseProxy {
  const ordered = rules.toSorted((a, b) => compare(b.pattern.weight, a.pattern.weight));
  return (url) => ordered.find(({ pattern }) => pattern.matches(url))?.proxy;
}

function compare(a: UrlPattern['weight'], b: UrlPattern['weight']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
