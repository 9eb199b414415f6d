/** Writes an author's key as users write it: `baseUrl` and `baseURL` are `base_url`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** The environment variable of a key: `SERVO_` and the path in capitals. */
export function environmentName(...path: readonly string[]): string {
  return ['servo', ...path]
    .map((part) =>
      snakeCase(part)
        .replace(/[^A-Za-z0-9]/g, '_')
        .toUpperCase(),
    )
    .join('_');
}
