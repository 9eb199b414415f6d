import { brand } from '../errors/brand.js';
import { ServoError } from '../errors/servo-error.js';

const microseconds: ReadonlyMap<string, number> = new Map([
  ['ns', 0.001],
  ['us', 1],
  ['µs', 1], // U+00B5 micro sign
  ['μs', 1], // U+03BC Greek mu
  ['ms', 1_000],
  ['s', 1e6],
  ['m', 60e6],
  ['h', 3_600e6],
  ['d', 86_400e6],
  ['w', 604_800e6],
  ['mm', 2_592_000e6], // 30 days
  ['y', 31_536_000e6], // 365 days
]);
const syntax = /^[+-]?(?:\s*(?:\d+\.?\d*|\.\d+)[a-zµμ]+)+\s*$/;
const pair = /(\d+\.?\d*|\.\d+)([a-zµμ]+)/g;
/** The units of the written form, in microseconds, from the largest on. */
const written = [
  ['y', 31_536_000e6],
  ['mm', 2_592_000e6],
  ['d', 86_400e6],
  ['h', 3_600e6],
  ['m', 60e6],
] as const;

/** What a duration can be made of: text such as `1m30s`, a number of **seconds**, or another duration. */
export type DurationLike = Duration | string | number;

/**
 * A span of time with microsecond resolution.
 *
 * Text is a sum of numbers with units: `ns us ms s m h d w mm y`, where a month `mm` has 30 days and a year 365.
 * Immutable; serialises as its text.
 *
 * @example
 * Duration.from('1m30s').milliseconds; // 90_000
 * String(Duration.from(5400)); // "1h30m"
 */
export class Duration {
  static readonly zero: Duration = new Duration(0);
  readonly milliseconds: number;

  /** @throws {@link ServoError} `DURATION_INVALID` when the number is not finite. */
  constructor(milliseconds: number) {
    if (!Number.isFinite(milliseconds)) throw invalid(String(milliseconds));
    this.milliseconds = Math.round(milliseconds * 1_000) / 1_000 + 0; // the sum turns -0 into 0
  }

  /** @throws {@link ServoError} `DURATION_INVALID` when the text or number is not a duration. */
  static from(value: DurationLike): Duration {
    if (value instanceof Duration) return value;
    return new Duration(typeof value === 'string' ? parse(value.trim()) / 1_000 : value * 1_000);
  }

  get seconds(): number {
    return this.milliseconds / 1_000;
  }

  plus(other: DurationLike): Duration {
    return new Duration(this.milliseconds + Duration.from(other).milliseconds);
  }

  equals(other: DurationLike): boolean {
    return this.milliseconds === Duration.from(other).milliseconds;
  }

  toString(): string {
    return format(this.milliseconds);
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Duration('${this.toString()}')`;
  }
}
brand(Duration, 'duration');

function parse(text: string): number {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!syntax.test(text)) throw invalid(text);
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(pair)) {
    const factor = microseconds.get(unit ?? '');
    if (factor === undefined) throw invalid(text, `unknown unit "${unit}"`);
    sum += Number(amount) * factor;
  }
  return text.startsWith('-') ? -sum : sum;
}

function format(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  const sign = milliseconds < 0 ? '-' : '';
  const rest = Math.round(Math.abs(milliseconds) * 1_000);
  return sign + (rest >= 1e6 ? formatLong(rest) : formatShort(rest));
}

function formatLong(total: number): string {
  const seconds = Number(((total % 60e6) / 1e6).toPrecision(6));
  let rest = total - (total % 60e6) + seconds * 1e6; // 59.9999999s are written as the next full minute, not as 60s
  let text = '';
  for (const [unit, size] of written) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return rest > 0 ? `${text}${seconds}s` : text;
}

function formatShort(rest: number): string {
  const milliseconds = Math.floor(rest / 1_000);
  const left = rest - milliseconds * 1_000;
  return (milliseconds > 0 ? `${milliseconds}ms` : '') + (left > 0 ? `${left}us` : '');
}

function invalid(text: string, why = 'not a duration'): ServoError {
  return new ServoError('DURATION_INVALID', `Invalid duration '${text}': ${why}`, {
    hint: 'Write a number with a unit, such as 30s, 1m30s or 250ms; units are ns us ms s m h d w mm y.',
  });
}
