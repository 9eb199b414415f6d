// Compiled by `tsc -p .`, never run: each `@ts-expect-error` is an error that an author must see in the editor.
import {
  after,
  before,
  Connector,
  defineConnector,
  type EventContext,
  type EventResult,
  event,
  type MeasureInput,
  type Measurement,
  measurement,
  metric,
  on,
} from '@servo/core';
import { duration, z } from '@servo/core/config';

declare module '@servo/core' {
  interface EventMap {
    'typed/flush': { input: { readonly limit: number }; result: { readonly flushed: number } };
  }
}

const schema = z.strictObject({ url: z.url(), timeout: duration().prefault('1s') });

export class Right extends Connector.with(schema) {
  @before('measure') announce({ metrics }: MeasureInput, { cancel }: EventContext): void {
    if (metrics?.length === 0) cancel(`nothing to measure in ${this.config.timeout.milliseconds} ms`);
  }
  @on('metrics') metrics() {
    return [metric(this.config.url)];
  }
  @on('measure') async measure(_: MeasureInput, { signal }: EventContext<'measure'>): Promise<Measurement> {
    signal.throwIfAborted();
    return measurement([]);
  }
  @after('adjust') async review(results: readonly EventResult<'adjust'>[]): Promise<void> {
    results.map(({ value }) => value.components);
  }
  @on('typed/flush') flush({ limit }: { readonly limit: number }) {
    return { flushed: limit };
  }
  @event('typed/flush') async *around({ limit }: { readonly limit: number }): AsyncGenerator<void, void, void> {
    this.logger.info(`up to ${limit}`);
    yield;
  }
  async sends(): Promise<number> {
    const [first] = await this.dispatch('typed/flush', { limit: 1 });
    return first?.value.flushed ?? 0;
  }
}

export class Wrong extends Connector.with(schema) {
  // @ts-expect-error: no event of this name
  @on('mesure') name(): void {}

  // @ts-expect-error: the input of measure has another form
  @on('measure') input({ metrics }: { readonly metrics: readonly number[] }): Measurement {
    return measurement([], { annotations: { count: String(metrics.length) } });
  }

  // @ts-expect-error: metrics answers a list of metrics
  @on('metrics') result(): string {
    return 'throughput';
  }

  // @ts-expect-error: so it does when it answers later
  @on('measure') async later(): Promise<{ readonly reading: readonly number[] }> {
    return { reading: [] };
  }

  // @ts-expect-error: after handlers see the results of their own event
  @after('adjust') results(results: readonly EventResult<'measure'>[]): void {
    void results;
  }

  // @ts-expect-error: the second argument is the context
  @before('measure') context(_: MeasureInput, context: string): void {
    void context;
  }

  // @ts-expect-error: a static method is no handler
  @on('attach') static shared(): void {}

  // @ts-expect-error: a private method is no handler
  @on('attach') #hidden(): void {
    this.#hidden();
  }

  // @ts-expect-error: a wrapper is a generator
  @event('measure') async wrapper(): Promise<void> {}

  misspelt(): void {
    // @ts-expect-error: "Did you mean 'url'?"
    void this.config.urll;
    // @ts-expect-error: the input of typed/flush is missing
    void this.dispatch('typed/flush', undefined);
    // @ts-expect-error: the configuration is read-only
    this.host.config = { url: '' };
  }
}

export class NoConnector {
  // @ts-expect-error: only connectors handle events
  @on('attach') attach(): void {}
}

export const right = defineConnector({
  config: schema,
  on: {
    metrics() {
      return [metric(this.config.url)];
    },
    'typed/flush': ({ limit }) => ({ flushed: limit }),
  },
});

defineConnector({
  // @ts-expect-error: "Did you mean to write 'measure'?"
  on: { mesure: () => measurement([]) },
});

defineConnector({
  // @ts-expect-error: metrics answers a list of metrics
  on: { metrics: () => 'throughput' },
});

defineConnector({
  config: schema,
  on: {
    metrics() {
      // @ts-expect-error: "Did you mean 'url'?"
      return [metric(this.config.urll)];
    },
  },
});
