const limits = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5]; // seconds

/** Counts requests for Prometheus: a counter by status, and a histogram of how long they took. */
export class Metrics {
  #codes = new Map();
  #buckets = limits.map(() => 0);
  #count = 0;
  #sum = 0;

  /** Counts a request that was answered after so many seconds. */
  count(code, seconds) {
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    this.#count += 1;
    this.#sum += seconds;
    for (const [index, limit] of limits.entries()) if (seconds <= limit) this.#buckets[index] += 1;
  }

  /** What was counted, in the text format that Prometheus scrapes. */
  exposition() {
    const buckets = limits.map((limit, index) => `http_request_seconds_bucket{le="${limit}"} ${this.#buckets[index]}`);
    return [
      '# TYPE http_requests_total counter',
      ...Array.from(this.#codes, ([code, count]) => `http_requests_total{code="${code}"} ${count}`),
      '# TYPE http_request_seconds histogram',
      ...buckets,
      `http_request_seconds_bucket{le="+Inf"} ${this.#count}`,
      `http_request_seconds_sum ${this.#sum}`,
      `http_request_seconds_count ${this.#count}`,
      '',
    ].join('\n');
  }
}
