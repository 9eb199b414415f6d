import { ServoError } from '../../errors/servo-error.js';

/** Something that two connectors answer. */
interface Clash {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

const kinds = {
  components: {
    code: 'COMPONENT_CLAIMED_TWICE',
    does: 'describe the component',
    hint: ({ second }: Clash) => `Give it another name in the configuration of "${second}".`,
  },
  metrics: {
    code: 'METRIC_CLAIMED_TWICE',
    does: 'measure',
    hint: ({ first, second }: Clash) => `List under "metrics" of "${first}" or "${second}" only what it is to report.`,
  },
} as const;

/** Who answers which component and metric; remembers each that two connectors claim. Internal: not covered by semver. */
export class Claims {
  readonly #owners = { components: new Map<string, string>(), metrics: new Map<string, string>() };
  readonly #clashes: Readonly<Record<keyof typeof kinds, Clash[]>> = { components: [], metrics: [] };

  /** Takes what a connector answers for its own. */
  add(kind: keyof typeof kinds, name: string, owner: string): void {
    const first = this.#owners[kind].get(name);
    if (first === undefined) this.#owners[kind].set(name, owner);
    else if (first !== owner) this.#clashes[kind].push({ name, first, second: owner });
  }

  /**
   * Refuses what two connectors claim.
   *
   * @throws {@link ServoError} `COMPONENT_CLAIMED_TWICE` or `METRIC_CLAIMED_TWICE`, which names all of it.
   */
  refuseClashes(): void {
    const found = (['components', 'metrics'] as const).flatMap((kind) =>
      byPair(this.#clashes[kind]).map((pair) => ({ ...kinds[kind], pair })),
    );
    const [first] = found;
    if (!first) return;
    const told = found.map(({ does, pair: [clash, ...others] }) => {
      const names = [clash, ...others].map(({ name }) => `"${name}"`).join(', ');
      return `Connectors "${clash.first}" and "${clash.second}" both ${does} ${names}`;
    });
    const hints = new Set(found.map(({ hint, pair: [clash] }) => hint(clash)));
    throw new ServoError(first.code, told.join('; '), { hint: [...hints].join(' ') });
  }
}

/** Puts together what the same two connectors claim. */
function byPair(clashes: readonly Clash[]): readonly (readonly [Clash, ...Clash[]])[] {
  const pairs = new Map<string, [Clash, ...Clash[]]>();
  for (const clash of clashes) {
    const key = JSON.stringify([clash.first, clash.second]);
    const known = pairs.get(key);
    if (known) known.push(clash);
    else pairs.set(key, [clash]);
  }
  return [...pairs.values()];
}
