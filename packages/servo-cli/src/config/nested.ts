/** A value and the keys and indexes that lead to it. */
export interface PathValue {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Puts values together into mappings and lists. */
export function nested(values: readonly PathValue[]): Readonly<Record<string, unknown>> {
  const top = new Map<string | number, unknown>();
  for (const { path, value } of values) {
    let here = top;
    for (const step of path.slice(0, -1)) {
      const next = here.get(step);
      const map: Map<string | number, unknown> = next instanceof Map ? next : new Map();
      here.set(step, map);
      here = map;
    }
    const last = path.at(-1);
    if (last !== undefined) here.set(last, value);
  }
  return plain(top) as Readonly<Record<string, unknown>>; // its keys are texts
}

function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...(value as ReadonlyMap<string | number, unknown>)].map(
    ([key, each]) => [key, plain(each)] as const,
  );
  if (entries.length > 0 && entries.every(([key]) => typeof key === 'number')) return entries.map(([, each]) => each);
  return Object.fromEntries(entries);
}
