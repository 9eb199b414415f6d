const pattern =
  /pass(?:word|wd|phrase|code)?$|secret|token|credential|(?:^|[_-])(?:key|auth|pin)$|api_?key|authorization|cookie/i;

/** Whether a key is called as the keys of secrets are, whatever a schema says of it; the path of a file is none. */
export function looksSecret(key: string): boolean {
  return pattern.test(key) && !/_(?:file|url)$/i.test(key);
}
