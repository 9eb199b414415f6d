// Takes the place of modules of the client library that are never called, in the bundle.

class NotBundled {}

export {
  NotBundled as Agent,
  NotBundled as ProxyAgent,
  NotBundled as ServerConfiguration,
  NotBundled as createConfiguration,
};
