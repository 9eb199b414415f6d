interface UnitDefinition {
  /** Units of one dimension can be converted into each other. */
  readonly dimension: string;
  /** How many of the dimension's smallest unit one of this unit is; whole, so that no rounding error comes from it. */
  readonly factor: number;
}

/** The units that Servo knows, by the symbol that stands in configuration and on the wire. */
export const units = {
  '': { dimension: 'number', factor: 100 },
  '%': { dimension: 'number', factor: 1 },
  us: { dimension: 'time', factor: 1 },
  ms: { dimension: 'time', factor: 1_000 },
  s: { dimension: 'time', factor: 1_000_000 },
  m: { dimension: 'time', factor: 60_000_000 },
  bytes: { dimension: 'memory', factor: 1 },
  KiB: { dimension: 'memory', factor: 2 ** 10 },
  MiB: { dimension: 'memory', factor: 2 ** 20 },
  GiB: { dimension: 'memory', factor: 2 ** 30 },
  cores: { dimension: 'cpu', factor: 1_000 },
  millicores: { dimension: 'cpu', factor: 1 },
  rpm: { dimension: 'rate', factor: 1 },
  rps: { dimension: 'rate', factor: 60 },
} as const satisfies Readonly<Record<string, UnitDefinition>>;

/** A unit that Servo can convert; a metric or setting may carry any other text, which then only equals itself. */
export type Unit = keyof typeof units;

/**
 * Converts a number between two units of one dimension. Returns `undefined` when they cannot be compared.
 *
 * @example
 * convertUnit(0.2, 's', 'ms'); // 200
 * convertUnit(1, '%', 'ms'); // undefined
 */
export function convertUnit(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  const [source, target] = [definition(from), definition(to)];
  if (!source || !target || source.dimension !== target.dimension) return undefined;
  return Number(((value * source.factor) / target.factor).toPrecision(15)); // 15 digits carry no rounding error
}

function definition(symbol: string): UnitDefinition | undefined {
  return Object.hasOwn(units, symbol) ? units[symbol as Unit] : undefined; // the line asks whether it is one
}
