import type { AttackResult } from '../src/raw/attack-result.js';

/** A result: the `seq`th request at 100 per second, sent in time, answered with 200 in 10 ms. */
export function sampleResult(seq: number, changes: Partial<AttackResult> = {}): AttackResult {
  return {
    seq,
    sentAt: 1_000_000 + (seq + 1) * 10,
    latency: 10_000_000,
    code: 200,
    bytesOut: 0,
    bytesIn: 5,
    error: '',
    ...changes,
  };
}

/** Results of `count` requests at 100 per second. */
export function sampleResults(count: number, change: (seq: number) => Partial<AttackResult> = () => ({})) {
  return Array.from({ length: count }, (_, seq) => sampleResult(seq, change(seq)));
}
