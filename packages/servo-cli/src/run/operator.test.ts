import { component, description, rangeSetting } from '@servo/core';
import { expect, test } from 'vitest';
import { sampleReport } from '../../test/support/sample-study.js';
import { Operator } from './operator.js';

const { signal } = new AbortController();

/** An operator who gives answers, one after the other; `asked` has the questions. */
function operator(...answers: readonly (string | undefined)[]) {
  const asked: string[] = [];
  const given = answers.values();
  return { asked, operator: new Operator({ ask: async (question) => (asked.push(question), given.next().value) }) };
}

const change = {
  servo: 'shop',
  adjustments: [
    { component: 'web', setting: 'workers', value: 2 },
    { component: 'web', setting: 'cache', value: 8 },
  ],
  present: description({
    components: [
      component('web', [
        rangeSetting('workers', { min: 1, max: 4, step: 1, value: 4 }),
        rangeSetting('cache', { min: 1, max: 9, step: 1, value: 8 }),
      ]),
    ],
  }),
};

test('Operator.consents() shows what would change, and takes nothing but a yes for one', async () => {
  const { asked, operator: sam } = operator('y', ' YES ', 'n', '', 'maybe', undefined);
  const answers: boolean[] = [];
  for (let turn = 0; turn < 6; turn++) answers.push(await sam.consents(change, signal));
  expect(answers).toEqual([true, true, false, false, false, false]);
  expect(asked[0]).toBe('shop: apply web.workers=2 (now 4) web.cache=8? [y/N] ');
});

test('Operator.keeps() asks for a recommendation, and for nothing else', async () => {
  const { asked, operator: sam } = operator('y');
  expect(await sam.keeps(sampleReport(), signal)).toBe(true);
  expect(asked).toEqual([expect.stringMatching(/Keep workers=2\? \[y\/N\] $/)]);
  expect(await sam.keeps({ ...sampleReport(), recommended: undefined } as never, signal)).toBe(false); // as after a failure
});

test('Operator asks one question at a time, and skips those that nobody waits for any more', async () => {
  const open: ((answer: string) => void)[] = [];
  const sam = new Operator({ ask: () => new Promise((resolve) => void open.push(resolve)) });
  const stop = new AbortController();
  const first = sam.consents(change, signal);
  const second = sam.consents(change, stop.signal);
  const third = sam.consents(change, signal);
  await expect.poll(() => open.length).toBe(1);
  const reason = new RangeError('enough');
  stop.abort(reason);
  open[0]?.('n');
  await expect(second).rejects.toBe(reason);
  await expect.poll(() => open.length).toBe(2);
  open[1]?.('y');
  expect([await first, await third]).toEqual([false, true]);
});
