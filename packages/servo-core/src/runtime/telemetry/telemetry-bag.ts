import { maskSecrets } from '../../config/mask-secrets.js';
import type { Telemetry } from '../../connector/telemetry.js';
import { ServoError } from '../../errors/servo-error.js';

const longestValue = 256;
const mostFacts = 64; // of one connector: they go with every HELLO

/** The facts that the connectors of a servo tell of. */
export class TelemetryBag {
  readonly #facts = new Map<Telemetry, { readonly connector: string; readonly facts: Map<string, string> }>();

  /** All of them, as `<connector>.<key>`. */
  get facts(): Readonly<Record<string, string>> {
    const all = [...this.#facts.values()].flatMap(({ connector, facts }) =>
      [...facts].map(([key, value]) => [`${connector}.${key}`, value] as const),
    );
    return Object.fromEntries(all);
  }

  /** Where a connector puts its own, until they are forgotten or another one takes its place: later ones reach nobody. */
  of(connector: string): Telemetry {
    const facts = new Map<string, string>();
    const telemetry: Telemetry = {
      set(key, value) {
        if (!/^[\w.-]{1,64}$/.test(key) || typeof value !== 'string') throw invalid(connector, key);
        if (facts.size >= mostFacts && !facts.has(key)) return; // what came first is kept
        facts.set(key, maskSecrets(value).slice(0, longestValue));
      },
      remove: (key) => void facts.delete(key),
    };
    for (const [other, owned] of this.#facts) if (owned.connector === connector) this.#facts.delete(other);
    this.#facts.set(telemetry, { connector, facts });
    return telemetry;
  }

  /** Forgets what was put there. */
  forget(telemetry: Telemetry): void {
    this.#facts.delete(telemetry);
  }
}

function invalid(connector: string, key: string): ServoError {
  return new ServoError(
    'TELEMETRY_INVALID',
    `Connector "${connector}" tells of "${key}": expected a key of 1-64 letters, digits, - _ or . and a text as value`,
  );
}
