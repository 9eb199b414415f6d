// The two parts of undici that the optimizer client needs. Its index also loads fetch, caches and web sockets, which
// cost an idle servo 11 MiB; the build takes these files into the bundle, so that users do not depend on their place.
declare module 'undici/lib/dispatcher/env-http-proxy-agent.js' {
  export { EnvHttpProxyAgent as default } from 'undici';
}
declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';

  const request: (
    this: Dispatcher,
    options: Dispatcher.RequestOptions & { readonly origin: string },
  ) => Promise<Dispatcher.ResponseData>;
  export default request;
}
