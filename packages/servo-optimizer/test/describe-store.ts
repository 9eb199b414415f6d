import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store, StudyWriter } from '../src/store/store.js';
import type { StudyRecord } from '../src/study/study-record.js';
import { evolve, type StudyState } from '../src/study/study-state.js';

/** A store and another one on the same data, as a second process would open it. */
export interface OpenedStore {
  readonly store: Store;
  readonly again: () => Store;
  readonly remove?: () => Promise<void>;
}

const identity = { settings: [], objective: [], constraints: [], prices: [] };

/** A first record. */
export function begun(servo = 'web'): StudyRecord & { readonly type: 'study-begun' } {
  return { type: 'study-begun', servo, identity, running: { 'web.cpu': 2 }, fixed: {}, at: 1 };
}

/** Any other record. */
export function answered(at: number): StudyRecord {
  return { type: 'promotion-answered', promote: true, at };
}

/** What every store promises. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(async () => {
      await store[Symbol.asyncDispose]();
      await opened.remove?.();
    });
    const writer = async (study = 'a', servo = 'web'): Promise<StudyWriter> => ({
      study,
      servo,
      fence: await store.claim(servo),
    });

    test('read() gives back what append() was given, in order', async () => {
      const own = await writer();
      const records = [begun(), answered(2), answered(3)];
      for (const [sequence, record] of records.entries()) await store.append(own, sequence, record);
      expect(await store.read('a')).toEqual({ snapshot: undefined, records });
      expect(await store.read('b')).toEqual({ snapshot: undefined, records: [] });
    });

    test('studies() lists a servo’s own studies in the order in which they began', async () => {
      const own = await writer('z');
      await store.append(own, 0, begun());
      await store.append({ ...own, study: 'a' }, 0, begun());
      await store.append(await writer('m', 'other'), 0, begun('other'));
      await store.append(own, 1, answered(2));
      expect(await store.studies('web')).toEqual([
        { study: 'z', begun: begun() },
        { study: 'a', begun: begun() },
      ]);
      expect(await store.studies('nobody')).toEqual([]);
    });

    test('claim() counts up for each servo and fences off the writer before', async () => {
      const first = await writer();
      await store.append(first, 0, begun());
      const second = await writer();
      expect(second.fence).toBeGreaterThan(first.fence);
      const late = { code: 'STORE_FENCED' };
      await expect(store.append(first, 1, answered(2))).rejects.toMatchObject(late);
      await expect(store.save(first, { sequence: 1, state: stateOf([begun()]) })).rejects.toMatchObject(late);
      await store.append(second, 1, answered(2));
      expect((await store.read('a')).records).toHaveLength(2);
      expect(await store.claim('other')).toBeLessThan(second.fence + 1);
    });

    test('append() notices that another writer wrote in between', async () => {
      const own = await writer();
      await store.append(own, 0, begun());
      await store.append(own, 1, answered(2));
      await expect(store.append(own, 1, answered(3))).rejects.toMatchObject({ code: 'STORE_FENCED' });
      await expect(store.append(own, 3, answered(3))).rejects.toMatchObject({ code: 'STORE_FENCED' });
      expect((await store.read('a')).records).toEqual([begun(), answered(2)]);
    });

    test('save() spares the reading of the records before it', async () => {
      const own = await writer();
      const records = [begun(), answered(2)];
      for (const [sequence, record] of records.entries()) await store.append(own, sequence, record);
      const snapshot = { sequence: 2, state: stateOf(records) };
      await store.save(own, { sequence: 1, state: stateOf([begun()]) });
      await store.save(own, snapshot);
      await store.append(own, 2, answered(3));
      expect(await store.read('a')).toEqual({ snapshot, records: [answered(3)] });
    });

    test('what was written is not changed by what happens to the object afterwards', async () => {
      const own = await writer();
      const record = structuredClone(begun());
      await store.append(own, 0, record);
      Object.assign(record.running, { 'web.cpu': 99 });
      expect((await store.read('a')).records).toEqual([begun()]);
    });

    test('another store on the same data sees what was written', async () => {
      await store.append(await writer(), 0, begun());
      await using other = opened.again();
      expect((await other.read('a')).records).toEqual([begun()]);
      expect(await other.claim('web')).toBe(2);
    });

    test('disposing twice, or before use, does no harm', async () => {
      await store[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    });
  });
}

function stateOf(records: readonly StudyRecord[]): StudyState {
  const [first, ...rest] = records;
  return rest.reduce(evolve, evolve(undefined, first ?? begun()));
}
