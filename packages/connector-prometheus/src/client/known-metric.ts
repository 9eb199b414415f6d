/** A metric that a server has samples of. */
export interface KnownMetric {
  readonly name: string;
  /** Such as counter, gauge and histogram; `unknown` where the server was not told. */
  readonly type: string;
  readonly unit: string;
  readonly help: string;
}

/** What a server was told of a metric, once for each way in which its targets describe it. */
interface Description {
  readonly type?: string;
  readonly unit?: string;
  readonly help?: string;
}

const parts = /_(bucket|sum|count|total|created)$/;

/** Puts the names that have samples together with what is known about them, in order. */
export function knownMetrics(names: unknown, metadata: unknown): readonly KnownMetric[] {
  const { data: all } = names as { readonly data?: readonly string[] | null }; // documented, as the next
  const { data: told } = metadata as { readonly data?: Readonly<Record<string, readonly Description[]>> | null };
  const about = (name: string): Description => told?.[name]?.[0] ?? told?.[name.replace(parts, '')]?.[0] ?? {};
  return (all ?? []).toSorted().map((name) => {
    const { type = 'unknown', unit = '', help = '' } = about(name);
    return { name, type, unit, help };
  });
}
