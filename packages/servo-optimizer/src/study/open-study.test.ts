import { ServoError } from '@servo/core';
import { type StudyEvent, wireCommand } from '@servo/core/wire';
import { describe, expect, test } from 'vitest';
import { FakeServo, say } from '../../test/fake-servo.js';
import { recordedStudy, recordsIn, repeatableTarget, storeWith } from '../../test/recorded-study.js';
import { study, studyConfig, type StudyOptions } from '../../test/study.js';
import { describeTarget, syntheticTarget } from '../../test/synthetic-target.js';
import { MemoryStore } from '../store/memory-store.js';
import { StudyDefinition } from './study-definition.js';
import type { StudyRecord } from './study-record.js';

const running = { 'web.cpu': 3, 'web.mem': 4 };
const { id } = new StudyDefinition({ config: studyConfig(), servo: 'web', description: describeTarget(running) });

/** What was attempted; what was begun again without an end in between counts once. */
function attempts(records: readonly StudyRecord[]): readonly unknown[] {
  let open = false;
  return records.flatMap((record) => {
    const again = open;
    if (record.type === 'attempt-begun') open = true;
    if (record.type === 'attempt-finished') open = false;
    return record.type === 'attempt-begun' && !again ? [[record.trial, record.cause, record.settings]] : [];
  });
}

function finishedAttempts(records: readonly StudyRecord[]): number {
  return records.filter(({ type }) => type === 'attempt-finished').length;
}

describe('a study that was interrupted after any of its records', async () => {
  const records = await recordedStudy();

  test.each(records.slice(0, -1).map((record, index) => [index + 1, record.type] as const))(
    '(%d, %s) goes on where it was and repeats no finished trial',
    async (length) => {
      const prefix = records.slice(0, length);
      const store = await storeWith(id, prefix);
      const { conductor, servo, events } = await study({ store, target: repeatableTarget() });
      const report = await conductor.done;
      const all = await recordsIn(store);
      expect(all.slice(0, length)).toEqual(prefix);
      expect(attempts(all)).toEqual(attempts(records));
      expect(servo.commands.filter((cmd) => cmd === 'MEASURE')).toHaveLength(
        finishedAttempts(records) - finishedAttempts(prefix),
      );
      const last = records.at(-1);
      expect(last?.type === 'study-finished' && last.report).toEqual(report);
      expect(servo.settings).toEqual(running);
      expect(events[0]).toMatchObject({ type: 'study-started', study: id, resumed: true });
    },
  );

  test('begins the trial in flight again: adjusts, then measures', async () => {
    const adjusted = records.findLastIndex(({ type }) => type === 'attempt-adjusted');
    const store = await storeWith(id, records.slice(0, adjusted + 1));
    const { servo } = await study({ store, target: repeatableTarget(), commands: 3 });
    expect(servo.commands).toEqual(['DESCRIBE', 'ADJUST', 'MEASURE']);
  });

  test('also begins it again when the servo starts anew beside the same optimizer', async () => {
    const { fetch, servo, conductor } = await study({ target: repeatableTarget(), commands: 4 });
    expect(servo.commands).toEqual(['DESCRIBE', 'ADJUST', 'MEASURE', 'ADJUST']);
    servo.settings = running;
    await servo.run(fetch);
    expect(servo.commands.slice(4, 6)).toEqual(['ADJUST', 'MEASURE']);
    expect(servo.received[4]?.settings).toEqual(servo.received[3]?.settings);
    expect((await conductor.done).trials).toHaveLength(
      new Set(attempts(records).map((attempt) => JSON.stringify((attempt as unknown[])[2]))).size,
    );
  });

  test('takes a configuration under which the servo died twice for one that cannot be had', async () => {
    const begun = records.findIndex((record) => record.type === 'attempt-begun' && record.trial === 1);
    const store = await storeWith(id, records.slice(0, begun + 1));
    await study({ store, target: repeatableTarget(), commands: 2 }); // adjusts, and dies
    const { conductor } = await study({ store, target: repeatableTarget() });
    expect((await conductor.done).trials[1]).toMatchObject({
      verdict: 'failed',
      reason: 'the servo died 2 times while this was in force',
    });
  });

  test('holds nothing against a configuration under which the servo left in good order', async () => {
    const begun = records.findIndex((record) => record.type === 'attempt-begun' && record.trial === 1);
    const store = await storeWith(id, records.slice(0, begun + 1));
    for (let times = 0; times < 4; times += 1) {
      const { servo, fetch } = await study({ store, target: repeatableTarget(), commands: 2 });
      await servo.leave(fetch);
    }
    const { conductor } = await study({ store, target: repeatableTarget() });
    expect((await conductor.done).trials[1]?.verdict).not.toBe('failed');
  });

  test('resumes where the target still has the settings of the trial in flight', async () => {
    const store = await storeWith(id, records.slice(0, 6));
    const servo = new FakeServo({ target: repeatableTarget() });
    const begun = records.findLast(({ type }, index) => type === 'attempt-begun' && index < 6);
    servo.settings = begun?.type === 'attempt-begun' ? begun.settings : {};
    const { events } = await study({ store, servo });
    expect(events[0]).toMatchObject({ resumed: true });
  });
});

describe('a study that is to be promoted', async () => {
  const records = await recordedStudy({ config: { promote: 'auto' } });
  const concluded = records.findIndex(({ type }) => type === 'study-concluded');

  test.each(records.slice(concluded, -1).map((record, index) => [concluded + index + 1, record.type] as const))(
    'is promoted after an interruption by record %d, %s, and a restoring in between',
    async (length) => {
      const store = await storeWith(id, records.slice(0, length));
      const { conductor, servo } = await study({ store, target: repeatableTarget(), config: { promote: 'auto' } });
      const report = await conductor.done;
      expect(report.left).toBe('promoted');
      expect(servo.settings).toEqual(report.recommended?.settings);
    },
  );
});

test('observers are told what the store already has', async () => {
  const stored: string[] = [];
  const seen: [event: string, last: string | undefined][] = [];
  const store = new MemoryStore();
  const append = store.append.bind(store);
  store.append = async (...args) => {
    await append(...args);
    stored.push(args[2].type);
  };
  await study({ store, target: repeatableTarget(), observe: ({ type }) => seen.push([type, stored.at(-1)]) });
  const known = new Set(seen.map((pair) => pair.join(' after ')));
  expect([...known].toSorted()).toEqual([
    'study-finished after study-finished',
    'study-started after study-begun',
    'trial-finished after attempt-finished',
    'trial-started after attempt-begun',
  ]);
});

describe('a study of which everything is known', () => {
  const again = async (options: StudyOptions): Promise<{ store: MemoryStore; events: readonly StudyEvent[] }> => {
    const store = await storeWith(id, await recordedStudy());
    const { events } = await study({ target: repeatableTarget(), ...options, store });
    return { store, events };
  };

  test('stays finished and says so, touching nothing', async () => {
    const store = await storeWith(id, await recordedStudy());
    const { conductor, servo, events } = await study({ store, target: repeatableTarget() });
    const report = await conductor.done;
    expect(servo.commands).toEqual(['DESCRIBE']);
    expect(events).toEqual([{ type: 'study-finished', report, earlier: true }]);
  });

  test('is begun again where that is asked for; the earlier one stays', async () => {
    const { store, events } = await again({ newStudy: true });
    expect(events[0]).toMatchObject({ study: `${id}-2`, resumed: false, note: expect.stringContaining(id) });
    expect((await store.studies('web')).map(({ study: name }) => name)).toEqual([id, `${id}-2`]);
  });

  test('gives way to a new one when its definition changes, announced in one line', async () => {
    const { store, events } = await again({ config: { constraints: ['p99 < 70ms', 'error_rate < 1%'] } });
    expect(events[0]).toMatchObject({
      type: 'study-started',
      resumed: false,
      note: `constraints changed (latency_99th < 80ms → latency_99th < 70ms): a new study begins; ${id} stays in the history`,
    });
    expect(await store.studies('web')).toHaveLength(2);
  });
});

test('openStudy() begins anew where the last study failed: what broke may have been mended', async () => {
  const broken = { ...repeatableTarget(), measure: () => ({}) };
  const store = await storeWith(id, await recordedStudy({ target: broken }));
  const { conductor, events } = await study({ store, target: repeatableTarget() });
  expect((await conductor.done).conclusion).toBe('improved');
  expect(events[0]).toMatchObject({ study: `${id}-2`, resumed: false, note: expect.stringContaining('failed') });
});

test('openStudy() begins anew where somebody else changed the running configuration', async () => {
  const store = await storeWith(id, (await recordedStudy()).slice(0, 6));
  const target = syntheticTarget({ running: { 'web.cpu': 4, 'web.mem': 4 } });
  const { events } = await study({ store, target, commands: 1 });
  await study({ store, target, commands: 2 });
  expect(events[0]).toMatchObject({
    study: `${id}-2`,
    resumed: false,
    note: expect.stringContaining('web.cpu is 4, was 3'),
  });
});

test('openStudy() begins anew where a finished study was left otherwise than the target is now', async () => {
  const store = await storeWith(id, await recordedStudy());
  const servo = new FakeServo({ target: repeatableTarget() });
  servo.settings = { 'web.cpu': 2, 'web.mem': 4 };
  const { events } = await study({ store, servo, commands: 1 });
  expect(events[0]).toMatchObject({
    type: 'study-started',
    resumed: false,
    note: expect.stringContaining('web.cpu is 2, was 3'),
  });
});

test('openStudy() begins anew where what a finished study promoted was taken back', async () => {
  const store = new MemoryStore();
  const config = { promote: 'auto' };
  const first = await study({ store, target: repeatableTarget(), config });
  const { recommended } = await first.conductor.done;
  const { events } = await study({ store, target: repeatableTarget(), config, commands: 1 });
  expect(events[0]).toMatchObject({
    type: 'study-started',
    resumed: false,
    note: expect.stringContaining(`web.cpu is 3, was ${recommended?.settings['web.cpu']}`),
  });
});

test('openStudy() says that a study goes on with other measuring times', async () => {
  const opened = async (measure: object, store = new MemoryStore()): Promise<[MemoryStore, StudyEvent | undefined]> => {
    const { events } = await study({ store, target: repeatableTarget(), config: { measure }, commands: 3 });
    return [store, events[0]];
  };
  const [store] = await opened({ duration: '1m' });
  const [, same] = await opened({ duration: '60s' }, store);
  expect(same).toMatchObject({ resumed: true, note: undefined });
  const [, other] = await opened({ duration: '3m', warmup: '30s' }, store);
  expect(other).toMatchObject({
    resumed: true,
    note: expect.stringContaining('measurements of 1m and goes on with measurements of 3m and a warm-up of 30s'),
  });
});

test('openStudy() knows the settings that a finished study promoted', async () => {
  const store = new MemoryStore();
  const first = await study({ store, target: repeatableTarget(), config: { promote: 'auto' } });
  const { recommended } = await first.conductor.done;
  expect(first.servo.settings).toEqual(recommended?.settings);
  const again = await study({ store, servo: first.servo, config: { promote: 'auto' } });
  expect(again.events).toMatchObject([{ type: 'study-finished', earlier: true }]);
});

describe('a store that fails', () => {
  /** Fails the n-th append. */
  const failingStore = (nth: number, code: string): MemoryStore => {
    const store = new MemoryStore();
    const append = store.append.bind(store);
    let count = 0;
    store.append = async (...args) => {
      count += 1;
      if (count === nth) throw new ServoError(code, 'no space left');
      await append(...args);
    };
    return store;
  };
  const fact = (record: StudyRecord): unknown => ({ ...record, at: 0 });

  test('for a moment costs no record, wherever that is', async () => {
    const records = await recordedStudy();
    for (let nth = 2; nth <= records.length; nth += 1) {
      const store = failingStore(nth, 'STORE_FAILED');
      const { conductor } = await study({ store, target: repeatableTarget() });
      expect((await conductor.done).conclusion).toBe('improved');
      expect((await recordsIn(store)).map(fact)).toEqual(records.map(fact));
    }
  });

  test('for good ends the study, and what could not be stored stays unacknowledged', async () => {
    const store = failingStore(4, 'STORE_CORRUPT');
    const { conductor, fetch, servo } = await study({ store, target: repeatableTarget(), commands: 2 });
    expect(servo.commands).toEqual(['DESCRIBE', 'ADJUST']);
    const command = wireCommand.parse(await say(fetch, 'WHATS_NEXT', null));
    expect(command.cmd).toBe('MEASURE');
    expect(await servo.carryOut(fetch, command)).toEqual({ status: 'invalid', reason: 'no space left' });
    await expect(conductor.done).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

test('openStudy() fences off a process that was thought dead', async () => {
  const store = new MemoryStore();
  const first = await study({ store, target: repeatableTarget(), commands: 3 });
  const second = await study({ store, target: repeatableTarget() });
  await first.servo.run(first.fetch);
  await expect(first.conductor.done).rejects.toMatchObject({ code: 'STORE_FENCED' });
  expect((await second.conductor.done).conclusion).toBe('improved');
});
