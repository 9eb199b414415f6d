import { expect, test } from 'vitest';
import { eventContext, FakeClock } from '../../../servo-testing/src/index.js';
import type { Check } from '../model/check.js';
import type { CheckFilter } from '../model/check-filter.js';
import type { Severity } from '../model/severity.js';
import { checkPassed } from '../model/check.js';
import { check } from './check-decorator.js';
import { multicheck } from './multicheck.js';
import { runChecks, type RunChecksOptions } from './run-checks.js';

const run = (instance: object, options: Partial<RunChecksOptions> = {}): Promise<readonly Check[]> =>
  runChecks(instance, { context: eventContext({ event: 'check' }), ...options });
const ids = (checks: readonly Check[]): readonly string[] => checks.map(({ id }) => id);

class Six {
  @check('name-only') checkOne(): void {}
  @check('name-and-id', { id: 'explicit-id' }) checkTwo(): void {}
  @check('one-tag', { tags: ['one'] }) checkThree(): void {}
  @check('two-tags', { tags: ['one', 'two'] }) checkFour(): void {}
  @check('three-tags', { tags: ['two', 'three', 'four'] }) checkFive(): void {}
  @check('id-and-tags', { id: 'check_six', tags: ['four'] }) checkSix(): void {}
}

const filters: readonly [label: string, filter: CheckFilter, found: readonly string[]][] = [
  ['nothing', {}, ['checkOne', 'explicit-id', 'checkThree', 'checkFour', 'checkFive', 'check_six']],
  ['a name', { name: 'name-only' }, ['checkOne']],
  ['names', { name: ['name-only', 'one-tag'] }, ['checkOne', 'checkThree']],
  ['an expression of names', { name: /.*tags/ }, ['checkFour', 'checkFive', 'check_six']],
  ['an expression of ids', { id: /[i]+/ }, ['explicit-id', 'checkFive', 'check_six']],
  ['a tag', { tags: ['one'] }, ['checkThree', 'checkFour']],
  ['no tags', { tags: [] }, []],
  ['tags', { tags: ['one', 'four'] }, ['checkThree', 'checkFour', 'checkFive', 'check_six']],
  ['an expression and a tag', { name: /tags/, tags: ['four'] }, ['checkFive', 'check_six']],
  ['an exclusive name', { name: ['one-tag'], exclusive: true }, ['checkThree']],
];

test.for(filters)('runChecks() runs what matches %s', async ([, matching, found]) => {
  expect(ids(await run(new Six(), { matching }))).toEqual(found);
});

class Sequence {
  @check('required 1', { severity: 'critical' }) required1(): void {}
  @check('optional 1') optional1(): void {}
  @check('advice', { severity: 'warning' }) advice(): boolean {
    return false;
  }
  @check('optional 2') optional2(): boolean {
    return false;
  }
  @check('required 2', { severity: 'critical' }) required2(): boolean {
    return false;
  }
  @check('required 3', { severity: 'critical' }) required3(): void {}
  @check('optional 3') optional3(): void {}
}

const all = ['required1', 'optional1', 'advice', 'optional2', 'required2', 'required3', 'optional3'];
const halts: readonly [haltOn: Severity | null | undefined, ran: readonly string[]][] = [
  [null, all],
  [undefined, all.slice(0, 5)],
  ['critical', all.slice(0, 5)],
  ['common', all.slice(0, 4)],
  ['warning', all.slice(0, 3)],
];

test.for(halts)('runChecks() that halts on %s ends there', async ([haltOn, ran]) => {
  expect(ids(await run(new Sequence(), { haltOn }))).toEqual(ran);
});

test('runChecks() runs critical checks that come before a match', async () => {
  const sequence = new Sequence();
  expect(ids(await run(sequence, { matching: { id: 'optional3' } }))).toEqual(['required1', 'required2']);
  expect(ids(await run(sequence, { matching: { id: 'optional1' } }))).toEqual(['required1', 'optional1']);
  expect(ids(await run(sequence, { matching: { id: 'optional3', exclusive: true } }))).toEqual(['optional3']);
  expect(await run(sequence, { matching: { id: 'unknown' } })).toEqual([]);
});

test('runChecks() lets failed warnings pass', async () => {
  class Advice {
    @check('one', { severity: 'warning' }) one(): boolean {
      return false;
    }
    @check('two', { severity: 'warning' }) two(): boolean {
      return false;
    }
  }
  const checks = await run(new Advice());
  expect(checks.map((each) => [each.success, checkPassed(each)])).toEqual([
    [false, true],
    [false, true],
  ]);
});

test('runChecks() keeps the order of writing, parents first, with multichecks in place', async () => {
  class Base {
    @check('first') first(): void {}
    @multicheck('number {item}') numbers() {
      return [['one', 'two'], (item: string) => `${item} was checked`] as const;
    }
    @check('last of base') last(): void {}
  }
  class Derived extends Base {
    @check('own') own(): void {}
    @check('first again', { severity: 'critical' }) override first(): void {}
  }
  const checks = await run(new Derived());
  expect(checks.map(({ id, name }) => [id, name])).toEqual([
    ['first', 'first again'],
    ['numbers_item_0', 'number one'],
    ['numbers_item_1', 'number two'],
    ['last', 'last of base'],
    ['own', 'own'],
  ]);
  expect(checks[1]?.message).toBe('one was checked');
  expect(ids(await run(new Derived(), { matching: { id: ['numbers_item_1'], exclusive: true } }))).toEqual([
    'numbers_item_1',
  ]);
});

test('runChecks() reports a multicheck without items as one failure', async () => {
  class Broken {
    @multicheck('query {item}') throws(): never {
      throw new Error('no list');
    }
    // @ts-expect-error: not a pair; authors of plain JavaScript have no compiler to tell them
    @multicheck('query {item}') wrong(): string[] {
      return ['a'];
    }
  }
  const checks = await run(new Broken());
  expect(checks.map(({ id, success, message }) => [id, success, message])).toEqual([
    ['throws', false, 'Error: no list'],
    ['wrong', false, 'Expected the multicheck "query {item}" to answer [items, probe], got object'],
  ]);
});

test('runChecks() fills names from the instance and the item', async () => {
  class Named {
    readonly config = { url: 'http://probe' };
    @check('{this.config.url} answers {this.missing}') endpoint(): void {}
    @multicheck('query {item.id} of {this.config.url}') queries() {
      return [[{ id: 7 }], () => true] as const;
    }
  }
  const names = (await run(new Named())).map(({ name }) => name);
  expect(names).toEqual(['http://probe answers {this.missing}', 'query 7 of http://probe']);
});

test('runChecks() calls checks on the instance, with the context', async () => {
  const context = eventContext({ event: 'check' });
  class Private {
    readonly #secret = 'seen';
    @check('private') probe(given: unknown): string {
      return given === context ? this.#secret : 'another context';
    }
  }
  expect(await run(new Private(), { context })).toMatchObject([{ message: 'seen' }]);
});

test('runChecks() measures by the injected clock', async () => {
  const clock = new FakeClock();
  class Slow {
    @check('slow') probe(): Promise<void> {
      return clock.sleep(15_000);
    }
  }
  const running = run(new Slow(), { context: eventContext({ event: 'check', clock }) });
  await clock.advance(20_000);
  const [slow] = await running;
  expect([String(slow?.runtime), slow?.runAt]).toEqual(['15s', Date.UTC(2026, 0, 1)]);
});

test('runChecks() rejects with the reason when it is aborted', async () => {
  const context = eventContext({ event: 'check' });
  const seen: string[] = [];
  class Aborted {
    @check('one') one(): void {
      seen.push('one');
      context.abort('enough');
    }
    @check('two') two(): void {
      seen.push('two');
    }
  }
  await expect(run(new Aborted(), { context })).rejects.toBe('enough');
  expect(seen).toEqual(['one']);
});
