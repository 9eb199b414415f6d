const authority = /^https?:\/\/(?:[^/?#]*@|(?![^/?#]*@))(?:\[[^\]]*\]|[^[:/?#]*)(?::([^/?#]*))?/;

/** Says what keeps vegeta from sending something to a URL. */
export function urlProblem(text: string): string | undefined {
  if (!/^https?:\/\/[^/?#]/.test(text)) return 'expected a URL that begins with http:// or https://';
  if (URL.canParse(text)) return undefined;
  const [, port = ''] = authority.exec(text) ?? [];
  const wrong = port !== '' && !(/^\d+$/.test(port) && Number(port) <= 65_535);
  return wrong ? 'expected a port of at most 65535 in the URL' : 'expected a URL with the name or address of a host';
}
