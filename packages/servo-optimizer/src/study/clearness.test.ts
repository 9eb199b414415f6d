import { expect, test } from 'vitest';
import { study } from '../../test/study.js';
import { syntheticTarget } from '../../test/synthetic-target.js';

/** A service whose requests fail by chance, each on its own. */
function failingService(rate: number, seed: number, count = 450) {
  let state = seed;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const metrics = {
    latency_99th: { unit: 'ms', value: 20 },
    throughput: { unit: 'rpm', value: 6_000 },
  };
  return (settings: Readonly<Record<string, unknown>>) => {
    const share = settings['web.cpu'] === 3 ? 0 : rate; // the running configuration is sound
    const failed = Array.from({ length: count }, random).filter((each) => each < share).length;
    return {
      metrics: { ...metrics, error_rate: { unit: '%', value: (100 * failed) / count } },
      annotations: { 'servo/counts': JSON.stringify({ error_rate: count }) },
    };
  };
}

const seeds = Array.from({ length: 20 }, (_, index) => 7 + 131 * index);

test('a share that breaks its limit by chance alone unseen is hardly ever recommended', async () => {
  const conclusions = await Promise.all(
    seeds.map(async (seed) => {
      const config = { constraints: ['error_rate < 0.1%'], budget: { trials: 8 } };
      const { conductor } = await study({ config, target: syntheticTarget(), measure: failingService(0.0015, seed) });
      return conductor.done;
    }),
  );
  const recommended = conclusions.filter(({ conclusion }) => conclusion === 'improved');
  expect(recommended.length).toBeLessThanOrEqual(2);
  expect(recommended.filter(({ summary }) => !summary.includes('not clearly'))).toEqual([]);
  expect(conclusions.map(({ summary }) => summary).join()).toMatch(
    /too little was measured to be sure of error_rate < 0\.1%; measure for longer/,
  );
});

test('a share far within its limit is recommended', async () => {
  const config = { constraints: ['error_rate < 5%'], budget: { trials: 8 } };
  for (const seed of seeds.slice(0, 5)) {
    const { conductor } = await study({ config, target: syntheticTarget(), measure: failingService(0.0015, seed) });
    expect((await conductor.done).conclusion).toBe('improved');
  }
});

test('a running configuration that keeps its limit, by little that was counted, is not taken for one that breaks it', async () => {
  const config = { constraints: ['error_rate < 0.1%'], budget: { trials: 4 } };
  const { conductor } = await study({ config, target: syntheticTarget(), measure: failingService(0, 7) });
  const { trials } = await conductor.done;
  expect(Math.max(...trials.map(({ price }) => price ?? Infinity))).toBe(trials[0]?.price);
});
