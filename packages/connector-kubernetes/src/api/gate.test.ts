import { expect, test } from 'vitest';
import { Gate } from './gate.js';

const { signal } = new AbortController();

test('Gate lets so many in, and others in their order as soon as one leaves', async () => {
  const gate = new Gate(2);
  const [first, second] = [await gate.enter(signal), await gate.enter(signal)];
  const entered: string[] = [];
  const third = gate.enter(signal).then((place) => (entered.push('third'), place));
  const fourth = gate.enter(signal).then((place) => (entered.push('fourth'), place));
  await Promise.resolve();
  expect(entered).toEqual([]);
  first[Symbol.dispose]();
  const place = await third;
  expect(entered).toEqual(['third']);
  second[Symbol.dispose]();
  await fourth;
  place[Symbol.dispose]();
  await gate.enter(signal);
  expect(entered).toEqual(['third', 'fourth']);
});

test('Gate lets who gives up go, and keeps no place for it', async () => {
  const gate = new Gate(1);
  const place = await gate.enter(signal);
  const impatient = new AbortController();
  const given = gate.enter(impatient.signal);
  const patient = gate.enter(signal);
  impatient.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  place[Symbol.dispose]();
  await patient;
  await expect(gate.enter(impatient.signal)).rejects.toThrow('enough');
});

test('Gate forgets nobody when one gives up in the moment of its turn', async () => {
  const gate = new Gate(1);
  const place = await gate.enter(signal);
  const late = new AbortController();
  const entering = gate.enter(late.signal);
  const next = gate.enter(signal);
  place[Symbol.dispose]();
  late.abort(new Error('too late'));
  (await entering)[Symbol.dispose]();
  await next;
});
