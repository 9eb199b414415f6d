import { Duration, ServoError } from '@servo/core';
import { goDuration, longestGoDuration } from './go-duration.js';

const syntax = /^(\d+)(?:\/([^/]+))?$/;

/**
 * How many requests are sent in how long, as vegeta writes it: `500`, `500/1s`, `10/1h30m` or `10/s`. 0 means as many as
 * the workers can send.
 *
 * @example
 * Rate.from('600/1m').perSecond; // 10
 */
export class Rate {
  readonly hits: number;
  readonly per: Duration;

  private constructor(hits: number, per: Duration) {
    this.hits = hits;
    this.per = per;
  }

  /** @throws {@link ServoError} `RATE_INVALID`. */
  static from(value: string | number): Rate {
    const [, hits, per = '1s'] = syntax.exec(String(value).trim()) ?? [];
    if (hits === undefined)
      throw invalid(value, 'expected a whole number of requests, alone or with a time behind a /');
    if (!Number.isSafeInteger(Number(hits))) throw invalid(value, 'the number of requests is too large');
    return new Rate(Number(hits), periodOf(value, per));
  }

  /** Whether as much is sent as the workers can. */
  get isUnlimited(): boolean {
    return this.hits === 0;
  }

  get perSecond(): number {
    return this.hits / this.per.seconds;
  }

  /** Milliseconds from one request to the next; 0 where there is no limit. */
  get gap(): number {
    return this.isUnlimited ? 0 : this.per.milliseconds / this.hits;
  }

  /** As vegeta reads it. */
  toString(): string {
    return this.isUnlimited ? '0' : `${this.hits}/${goDuration(this.per)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function periodOf(value: string | number, text: string): Duration {
  const per = readPeriod(value, text);
  if (per.milliseconds <= 0) throw invalid(value, 'the time must be more than 0');
  if (per.milliseconds > longestGoDuration) throw invalid(value, 'vegeta takes no time of more than 292 years');
  return per;
}

function readPeriod(value: string | number, text: string): Duration {
  try {
    return Duration.from(/^[a-zµμ]+$/.test(text) ? `1${text}` : text);
  } catch (cause) {
    throw invalid(value, ServoError.from(cause).message, cause);
  }
}

function invalid(value: string | number, why: string, cause?: unknown): ServoError {
  return new ServoError('RATE_INVALID', `Invalid rate '${value}': ${why}`, {
    hint: 'Write 500 for 500 requests per second, or a number and a time: 500/1s, 10/1h30m.',
    cause,
  });
}
