const exhausted = /too many open files|address already in use|cannot assign requested address/;
const lessLoad =
  'The machine that the load comes from has no ports or files left: lower the rate, or raise its limits (ulimit -n).';
const reachable = 'Check that the service runs, and that the targets can be reached from where the servo runs.';
const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [exhausted, lessLoad],
  [
    /x509|failed to verify certificate/,
    'vegeta does not trust the certificate of the target: name a file with its authority in "root_certs", or set "insecure: true" where that is safe.',
  ],
  [
    /first record does not look like a TLS handshake/,
    'The target does not speak TLS on that port: write http:// instead of https://, or another port.',
  ],
  [
    /remote error: tls/,
    'The target refused the handshake; it may want a certificate of the client: set "cert" and "key".',
  ],
];

/** Says what to do about the error of a request that found no connection. */
export function unconnectedHint(error: string): string {
  return hints.find(([pattern]) => pattern.test(error))?.[1] ?? reachable;
}
