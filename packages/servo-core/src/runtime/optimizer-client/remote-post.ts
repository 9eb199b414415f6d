import { Secret } from '../../config/secret.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import { chooseProxy } from './choose-proxy.js';
import { Network } from './network.js';
import type { NetworkSettings } from '../../optimizer/network-settings.js';
import { OptimizerError } from './optimizer-error.js';
import type { Post, PostAnswer, PostRequest } from './post.js';
import { readTls } from './read-tls.js';
import { timeLimits } from './time-limits.js';

const usual: NetworkSettings = {};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Posts over the network; requests with the same settings share connections. Where these say nothing of proxies,
 * `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of `env` do; redirects are not followed.
 */
export function remotePost(env: Environment, clock: Clock = systemClock): Post & AsyncDisposable {
  const networks = new Networks(env, clock);
  const post: Post = (request) => networks.post(request);
  return Object.assign(post, { [Symbol.asyncDispose]: () => networks[Symbol.asyncDispose]() });
}

class Networks implements AsyncDisposable {
  readonly #env: Environment;
  readonly #clock: Clock;
  readonly #open = new Map<string, Promise<Network>>();
  readonly #keys = new WeakMap<NetworkSettings, string>();
  readonly #closing = new Set<Promise<void>>();

  constructor(env: Environment, clock: Clock) {
    this.#env = env;
    this.#clock = clock;
  }

  async post(request: PostRequest): Promise<PostAnswer> {
    const { network: settings = usual } = request;
    const key = this.#keyOf(settings);
    const opening = this.#open.get(key) ?? this.#start(key, settings);
    const network = await opening;
    try {
      return await network.post(request);
    } catch (error) {
      const untrusted = error instanceof OptimizerError && error.code === 'OPTIMIZER_UNTRUSTED';
      if (untrusted && this.#open.get(key) === opening) this.#replace(key, network);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await Promise.allSettled(this.#open.values()); // whoever asked for it was told why it failed
    for (const each of opened) if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]();
    await Promise.all(this.#closing);
  }

  /** Settings do not change, and are looked at for each request. */
  #keyOf(settings: NetworkSettings): string {
    const key = this.#keys.get(settings) ?? keyOf(settings);
    this.#keys.set(settings, key);
    return key;
  }

  #start(key: string, settings: NetworkSettings): Promise<Network> {
    const opening = this.#make(settings);
    this.#open.set(key, opening);
    opening.catch(() => this.#open.delete(key)); // post() throws it; the next one tries again
    return opening;
  }

  async #make(settings: NetworkSettings): Promise<Network> {
    return new Network({
      chooseProxy: chooseProxy({ proxies: settings.proxies, env: this.#env }),
      tls: await readTls(settings),
      limits: timeLimits(settings.timeouts),
      clock: this.#clock,
    });
  }

  /** Lets the next request read the files for TLS again, which may have been renewed. */
  #replace(key: string, network: Network): void {
    this.#open.delete(key);
    const closing = network.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** What differs between settings that do not mean the same. */
function keyOf({ proxies, timeouts, sslVerify, clientCertificate: own }: NetworkSettings): string {
  const byPattern =
    proxies && !(proxies instanceof Secret) ? Object.entries(proxies) : [['', proxies ?? null] as const];
  return JSON.stringify([
    proxies == null,
    byPattern.map(([pattern, proxy]) => [pattern, proxy?.reveal()]),
    timeLimits(timeouts),
    sslVerify ?? true,
    own && [own.certificate, own.key, own.passphrase?.reveal()],
  ]);
}
