// Compiled by `tsc -p .`, never run.
import { check, type CheckFilter, Connector, type EventContext, multicheck, runChecks } from '@servo/core';
import { z } from '@servo/core/config';

export class Right extends Connector.with(z.strictObject({ queries: z.array(z.string()) })) {
  @check('nothing') nothing(): void {}
  @check('success') success(): boolean {
    return true;
  }
  @check('both', { severity: 'critical', tags: ['net'] }) async both({ signal }: EventContext<'check'>) {
    return [!signal.aborted, 'a message'] as const;
  }
  @multicheck('query {item} is valid') queries() {
    return [this.config.queries, (query: string) => query.length > 0] as const;
  }
  run(matching: CheckFilter, context: EventContext<'check'>) {
    return runChecks(this, { matching, haltOn: null, context });
  }
}

export class Wrong {
  // @ts-expect-error: a number is no answer
  @check('number') number(): number {
    return 1;
  }
  // @ts-expect-error: no such severity
  @check('severity', { severity: 'fatal' }) severity(): void {}

  // @ts-expect-error: the probe takes what the list holds
  @multicheck('item {item}') items() {
    return [['a', 'b'], (item: number) => item > 0] as const;
  }
  // @ts-expect-error: a private method is no check
  @check('private') #hidden(): void {
    this.#hidden();
  }
}
