import { ServoError } from '@servo/core';
import { PrometheusError } from './prometheus-error.js';

/** What is to be done about a failure, and whether it may pass by itself. */
interface Kind {
  readonly hint: string;
  readonly retryable: boolean;
}

const unreachable: Kind = {
  hint: 'Check base_url, and whether the server runs and is reached from here.',
  retryable: true,
};

/** What follows from the codes of Node and of undici. */
const kinds: readonly (readonly [codes: RegExp, kind: Kind])[] = [
  [
    /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/,
    { hint: 'Name the authority of its certificate by tls.ca, or by NODE_EXTRA_CA_CERTS.', retryable: false },
  ],
  [
    /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    {
      hint: 'Name the server in base_url as its certificate does, or say what that is by tls.server_name.',
      retryable: false,
    },
  ],
  [
    /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
    { hint: 'Have the certificate of the server renewed; look at the clock of this machine, too.', retryable: false },
  ],
  [/^CERT_/, { hint: 'Look at the certificate of the server, and at tls.ca.', retryable: false }],
  [
    /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/,
    { hint: 'What listens there speaks no TLS: let base_url begin with http://.', retryable: false },
  ],
  [/^ERR_OSSL_/, { hint: 'Check that tls.ca, tls.cert and tls.key are files in PEM.', retryable: false }],
  [
    /^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/,
    { hint: 'Where the server wants a certificate, set tls.cert and tls.key.', retryable: true },
  ],
  [
    /^(?:ENOTFOUND|EAI_AGAIN)$/,
    { hint: 'Check the host in base_url, and the name service of this machine.', retryable: true },
  ],
  [
    /^(?:UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED|ERR_INVALID_URL|ERR_INVALID_CHAR)$/,
    { hint: 'Check base_url, and the names and values in headers.', retryable: false },
  ],
];

const refusedByProxy = /Proxy response \((\d+)\)|Proxy Authentication Required \((\d+)\)/;

/** What it means that a server could not be asked. */
export function networkError(cause: unknown, baseUrl: string): PrometheusError {
  const { message } = ServoError.from(cause);
  const kind = proxyKind(message) ?? kinds.find(([codes]) => codes.test(codeOf(cause)))?.[1] ?? unreachable;
  return new PrometheusError(`${baseUrl} cannot be asked: ${message}`, { cause, ...kind });
}

const wantsUser = 'The proxy wants to know who asks: let "proxy" be http://user:password@host:port.';
const leadsNowhere =
  'The proxy does not lead there: check "proxy", or HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment.';

/** What to do about a proxy that does not lead to the server. */
function proxyKind(message: string): Kind | undefined {
  const [, tunnel, plain] = refusedByProxy.exec(message) ?? [];
  const status = Number(tunnel ?? plain ?? 0);
  if (status === 0) return undefined;
  return {
    hint: status === 407 ? wantsUser : leadsNowhere,
    retryable: status >= 500,
  };
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
