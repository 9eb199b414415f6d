import { ServoError } from '@servo/core';
import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { begun } from '../../test/describe-store.js';
import { MemoryStore } from '../store/memory-store.js';
import { StudyJournal } from './study-journal.js';

const { at: _, ...fact } = begun();
const settings = { 'web.cpu': 1 };

async function journal(): Promise<{ store: MemoryStore; options: Parameters<typeof StudyJournal.resume>[0] }> {
  const store = new MemoryStore();
  const clock = new FakeClock({ now: 5_000 });
  return { store, options: { store, clock, servo: 'web', study: 'a', fence: await store.claim('web') } };
}

test('StudyJournal.resume() gives the state that the records add up to, with and without a snapshot', async () => {
  const { store, options } = await journal();
  const first = await StudyJournal.begin(options, fact);
  for (let trial = 0; trial < 40; trial += 1) {
    await first.append({ type: 'attempt-begun', trial, cause: 'search', why: 'it may be better', settings });
    expect((await StudyJournal.resume(options)).state).toEqual(first.state);
    await first.append({ type: 'attempt-finished', outcome: { kind: 'failed', reason: 'crashed' } });
    expect((await StudyJournal.resume(options)).state).toEqual(first.state);
  }
  const { snapshot, records } = await store.read('a');
  expect(snapshot?.sequence).toBe(50);
  expect(records).toHaveLength(31);
  expect(first.state.attempts).toHaveLength(40);
});

test('StudyJournal.append() stamps a record with the time and counts it only once it is stored', async () => {
  const { store, options } = await journal();
  const own = await StudyJournal.begin(options, fact);
  await own.append({ type: 'promotion-answered', promote: true });
  expect((await store.read('a')).records.at(-1)).toEqual({ type: 'promotion-answered', promote: true, at: 5_000 });
  await store.claim('web');
  await expect(own.append({ type: 'promotion-answered', promote: false })).rejects.toMatchObject({
    code: 'STORE_FENCED',
  });
  expect(own.state.promote).toBe(true);
});

test('StudyJournal.append() has happened where only the snapshot could not be kept', async () => {
  const { store, options } = await journal();
  store.save = () => Promise.reject(new ServoError('STORE_FAILED', 'no space left'));
  const own = await StudyJournal.begin(options, fact);
  for (let count = 0; count < 60; count += 1) await own.append({ type: 'promotion-answered', promote: true });
  expect((await store.read('a')).records).toHaveLength(61);
});

test('StudyJournal.resume() refuses a study that is not there', async () => {
  const { options } = await journal();
  await expect(StudyJournal.resume(options)).rejects.toMatchObject({ code: 'STUDY_UNKNOWN' });
});
