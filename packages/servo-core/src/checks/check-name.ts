/** What the placeholders of a check's name are filled from. */
export interface CheckNameValues {
  readonly this?: unknown;
  readonly item?: unknown;
}

/**
 * Fills `{this.x}`, `{item}` and `{item.x}` in the name of a check; a placeholder without a value stays as it is.
 *
 * Internal: not covered by semver.
 */
export function formatCheckName(template: string, values: CheckNameValues): string {
  return template.replace(/\{(this\.|item\b\.?)([\w.]*)\}/g, (placeholder, root: string, path: string) => {
    const start = root.startsWith('this') ? values.this : values.item;
    const value = path.split('.').filter(Boolean).reduce(member, start);
    return value === undefined ? placeholder : String(value as string); // whatever it is, this is how it reads
  });
}

function member(value: unknown, key: string): unknown {
  return value === null || value === undefined ? undefined : (value as Record<string, unknown>)[key]; // anything has members
}
