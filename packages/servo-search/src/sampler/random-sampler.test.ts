import { expect, test } from 'vitest';
import { Lattice } from '../lattice/lattice.js';
import { RandomSampler } from './random-sampler.js';
import type { Trial } from '../trial/trial.js';

const lattice = new Lattice([
  { kind: 'range', name: 'cpu', min: 1, max: 4, step: 1 },
  { kind: 'choice', name: 'gc', values: ['g1', 'zgc'] },
]);
const running = { cpu: 4, gc: 'g1' };

test('RandomSampler.suggest() tries every admissible point once and then ends', async () => {
  const sampler = new RandomSampler({ lattice, running, allowed: ({ cpu }) => cpu !== 1, seed: 3 });
  const history: Trial[] = [];
  for (;;) {
    const suggestion = await sampler.suggest(history, { exclude: new Set([lattice.key({ cpu: 2, gc: 'g1' })]) });
    if (suggestion === undefined) break;
    history.push({ point: suggestion.point, failed: true });
  }
  const keys = new Set(history.map(({ point }) => lattice.key(point)));
  expect(history).toHaveLength(5);
  expect(keys.size).toBe(5);
});

test('RandomSampler.suggest() throws the reason of an aborted signal', async () => {
  const reason = new Error('enough');
  const sampler = new RandomSampler({ lattice, running });
  await expect(sampler.suggest([], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
