import type { LoadPlan } from '../src/load-plan.js';

/** A plan of 60 requests per second for 4 s after a warm-up of 1 s. */
export function samplePlan(changes: Partial<LoadPlan> = {}): LoadPlan {
  return {
    url: 'http://127.0.0.1:1/',
    requests: [{ method: 'GET', path: '/', headers: {} }],
    rate: 60,
    connections: 10,
    warmup: 1_000,
    duration: 4_000,
    timeout: 10_000,
    interval: 1_000,
    insecure: false,
    ...changes,
  };
}
