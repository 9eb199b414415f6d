import { expect } from 'vitest';
import { MemoryStore } from '../src/store/memory-store.js';
import type { StudyRecord } from '../src/study/study-record.js';
import { study, type StudyOptions } from './study.js';
import { syntheticTarget, type SyntheticTarget } from './synthetic-target.js';

/** A target whose noise depends on the settings alone, so that a resumed study measures what the first one would have. */
export function repeatableTarget(): SyntheticTarget {
  const target = syntheticTarget({ noise: 0 });
  return {
    ...target,
    measure: (settings) => {
      const { latency_99th: latency, ...others } = target.measure(settings);
      const wobble = 1 + 0.03 * Math.sin(97 * Number(settings['web.cpu']) + 31 * Number(settings['web.mem']));
      return { ...others, latency_99th: Number(latency) * wobble };
    },
  };
}

/** The records of a study that was carried out to its end. */
export async function recordedStudy(options: StudyOptions = {}): Promise<readonly StudyRecord[]> {
  const store = new MemoryStore();
  const { conductor } = await study({ target: repeatableTarget(), ...options, store });
  await conductor.done;
  return recordsIn(store);
}

/** All records of the only study of a store. */
export async function recordsIn(store: MemoryStore): Promise<readonly StudyRecord[]> {
  const [head, ...others] = await store.studies('web');
  expect(others).toEqual([]);
  return (await store.read(head?.study ?? '')).records;
}

/** A store that holds these records, as a process that died after the last of them left it. */
export async function storeWith(study: string, records: readonly StudyRecord[]): Promise<MemoryStore> {
  const store = new MemoryStore();
  const writer = { servo: 'web', study, fence: await store.claim('web') };
  for (const [sequence, record] of records.entries()) await store.append(writer, sequence, record);
  return store;
}
