import { OptimizerError, type OptimizerErrorOptions } from './optimizer-error.js';
import { shownUrl } from './shown-url.js';

/** Where a request failed. */
export interface NetworkFailureOptions {
  readonly url: string;
  /** The proxy on the way, as messages name it. */
  readonly proxy?: string | undefined;
}

type Kind = Omit<OptimizerErrorOptions, 'cause'>;

const unreachable: Kind = { code: 'OPTIMIZER_UNREACHABLE' };
const timeout: Kind = { code: 'OPTIMIZER_TIMEOUT', hint: 'settings.timeouts says how long the servo waits.' };
const unknownIssuer: Kind = {
  code: 'OPTIMIZER_UNTRUSTED',
  hint: 'Name the certificates of its authority by "settings.ssl_verify: /path/to/ca.pem", or by NODE_EXTRA_CA_CERTS.',
};
const expired: Kind = {
  code: 'OPTIMIZER_UNTRUSTED',
  hint: 'Have the certificate renewed; look at the clock of this machine, too.',
};
const otherTls: Kind = {
  code: 'OPTIMIZER_UNTRUSTED',
  hint: 'Look whether URL and port speak TLS; where the server wants a certificate, set settings.client_certificate.',
};

/** What follows from the codes of Node and of undici. */
const kinds: readonly (readonly [codes: RegExp, kind: Kind])[] = [
  [/^(?:UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/, timeout],
  [/^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/, unknownIssuer],
  [/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/, expired],
  [
    /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    { code: 'OPTIMIZER_UNTRUSTED', hint: 'Name the optimizer in its URL as its certificate does.' },
  ],
  [/^(?:CERT_|ERR_SSL_|ERR_TLS_|EPROTO$)/, otherTls],
  [
    /^(?:ENOTFOUND|EAI_AGAIN)$/,
    { ...unreachable, hint: 'Check the host of the URL, and the name service of this machine.' },
  ],
  [
    /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    {
      ...unreachable,
      hint: 'The connection was cut on the other side, by a proxy, or by a server that wants settings.client_certificate.',
    },
  ],
  [/^ECONNREFUSED$/, { ...unreachable, hint: 'Nothing listens there: check host and port of the URL.' }],
  [
    /^(?:HTTPParserError|HPE_.*|UND_ERR_HEADERS_OVERFLOW)$/,
    { code: 'OPTIMIZER_ANSWER_INVALID', hint: 'What answers there does not speak HTTP/1.1 as it should.' },
  ],
  [
    /^(?:UND_ERR_INVALID_ARG|ERR_INVALID_URL|ERR_INVALID_CHAR)$/,
    { code: 'OPTIMIZER_UNREACHABLE', verdict: 'fatal', hint: 'Check URL and token of the optimizer.' },
  ],
];

const proxyRefused = /Proxy response \((\d+)\)|Proxy Authentication Required \((\d+)\)/;

/** What it means that a request could not be sent, or its answer not be read. */
export function networkFailure(cause: unknown, { url, proxy }: NetworkFailureOptions): OptimizerError {
  const chain = causes(cause);
  const refused = chain.map(({ message }) => proxyRefused.exec(message)).find((match) => match !== null);
  const status = Number(refused?.[1] ?? refused?.[2]);
  const by = proxy === undefined ? '' : ` by the proxy ${proxy}`;
  if (refused)
    return new OptimizerError(`The proxy ${proxy ?? ''} answered ${status} instead of leading to ${shownUrl(url)}`, {
      code: 'OPTIMIZER_PROXY_FAILED',
      cause,
      hint:
        status === 407
          ? 'Write user and password into the URL of the proxy: http://user:password@host:port.'
          : 'Ask who runs the proxy, or go around it by NO_PROXY or null in settings.proxies.',
    });
  const root = chain.findLast(({ code }) => code !== undefined) ?? chain.at(-1);
  const kind = root?.code === undefined ? undefined : kinds.find(([codes]) => codes.test(root.code ?? ''))?.[1];
  return new OptimizerError(
    `The optimizer cannot be reached at ${shownUrl(url)}${by}: ${root?.message ?? String(cause)}`,
    {
      ...(kind ?? unreachable),
      cause,
    },
  );
}

interface Cause {
  readonly message: string;
  readonly code: string | undefined;
}

/** An error and what it says was the cause, down to the root; of several attempts the first. */
function causes(thrown: unknown): readonly Cause[] {
  if (!(thrown instanceof Error)) return [];
  const { name } = thrown;
  const own = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const code = own ?? (name === 'HTTPParserError' ? name : undefined); // whose code may be missing
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown.cause;
  return [{ message: thrown.message || name, code }, ...causes(first)];
}
