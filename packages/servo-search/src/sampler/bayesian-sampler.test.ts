import { expect, test } from 'vitest';
import { BayesianSampler, type BayesianSamplerOptions } from './bayesian-sampler.js';
import { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import type { Trial } from '../trial/trial.js';

const lattice = new Lattice([
  { kind: 'range', name: 'cpu', min: 0.5, max: 8, step: 0.5 },
  { kind: 'range', name: 'memory', min: 1, max: 16, step: 1 },
]);
const running = { cpu: 6, memory: 12 };
const price = ({ cpu, memory }: Point) => 20 * Number(cpu) + 3 * Number(memory);

/** Violated below 2 cores or 4 GiB; the cheapest feasible price is 52. */
const measure = (point: Point): Trial => {
  const shortage = Math.max(Math.log(2 / Number(point['cpu'])), Math.log(4 / Number(point['memory'])));
  return { point, constraints: { p99: { logRatio: shortage, standardError: 0.05 } } };
};
const feasible = ({ cpu, memory }: Point) => Number(cpu) >= 2 && Number(memory) >= 4;

const create = (options: Partial<BayesianSamplerOptions> = {}) =>
  new BayesianSampler({ lattice, running, price, seed: 1, ...options });

/** Runs a sampler from the running configuration on, until it ends or the trials are spent. */
async function study(sampler: BayesianSampler, trials: number, told = measure): Promise<readonly Point[]> {
  const history: Trial[] = [told(running)];
  while (history.length <= trials) {
    const suggestion = await sampler.suggest(history);
    if (suggestion === undefined) break;
    history.push(told(suggestion.point));
  }
  return history.slice(1).map(({ point }) => point);
}

test('BayesianSampler.suggest() begins with the running configuration, even off the lattice', async () => {
  const suggestion = await create({ running: { cpu: 6.3, memory: 12 } }).suggest([]);
  expect(suggestion).toMatchObject({ point: { cpu: 6.3, memory: 12 }, cause: 'start' });
});

test('BayesianSampler.suggest() finds a large saving in few trials, and ends by itself', async () => {
  const points = await study(create(), 30);
  const best = Math.min(...points.slice(0, 10).filter(feasible).map(price));
  expect(best).toBeLessThanOrEqual(60);
  expect(points.length).toBeLessThan(30);
  expect(points.filter((point) => !feasible(point)).length).toBeLessThan(points.length / 2);
});

test('BayesianSampler.suggest() never proposes a point twice, nor an excluded one', async () => {
  const points = await study(create({ startPoints: 5 }), 20);
  expect(new Set(points.map((point) => lattice.key(point))).size).toBe(points.length);
  const [first] = points;
  const exclude = new Set([lattice.key(first ?? running)]);
  const instead = await create({ startPoints: 5 }).suggest([measure(running)], { exclude });
  expect(instead?.point).not.toEqual(first);
});

test('BayesianSampler.suggest() repeats itself for a seed, from the history alone', async () => {
  const points = await study(create(), 8);
  const history = [running, ...points.slice(0, 6)].map(measure);
  const resumed = await create().suggest(history);
  expect(resumed?.point).toEqual(points[6]);
  expect(await create().suggest(history)).toEqual(resumed);
});

test('BayesianSampler.suggest() halves the lowest price known to work, at most', async () => {
  // A product: half of the way along both axes would be a quarter of the price.
  const replicated = (point: Point) => Number(point['cpu']) * Number(point['memory']);
  for (const seed of [1, 2, 3]) {
    let cheapest = replicated(running);
    for (const point of await study(create({ seed, price: replicated }), 6)) {
      expect(replicated(point)).toBeGreaterThanOrEqual(cheapest / 2);
      if (feasible(point)) cheapest = Math.min(cheapest, replicated(point));
    }
  }
});

test('BayesianSampler.suggest() ends after the third poor suggestion in a row, not before', async () => {
  const fine = new Lattice([
    { kind: 'range', name: 'cpu', min: 0.5, max: 8, step: 0.02 },
    { kind: 'range', name: 'memory', min: 1, max: 16, step: 0.1 },
  ]);
  const sampler = create({ lattice: fine });
  const history = [measure(running)];
  const worthwhile: boolean[] = [];
  for (;;) {
    const best = Math.min(
      ...history
        .map(({ point }) => point)
        .filter(feasible)
        .map(price),
    );
    const suggestion = await sampler.suggest(history);
    if (suggestion === undefined) break;
    const { point, cause, probabilityFeasible = 0 } = suggestion;
    worthwhile.push(cause === 'start' || (1 - price(point) / best) * probabilityFeasible >= 0.01);
    history.push(measure(point));
  }
  // The third poor suggestion is the one that is not made.
  expect(worthwhile.slice(-3)).toEqual([true, false, false]);
  expect(worthwhile.map(Number).join('').slice(0, -2)).not.toContain('00');
});

test('BayesianSampler.suggest() keeps to the ceiling and to what is allowed', async () => {
  const allowed = ({ cpu }: Point) => Number(cpu) % 1 === 0;
  const points = await study(create({ allowed, priceCeiling: 100, startPoints: 4 }), 10);
  expect(points.length).toBeGreaterThan(4);
  for (const point of points) {
    expect(allowed(point)).toBe(true);
    expect(price(point)).toBeLessThanOrEqual(100);
  }
});

test('BayesianSampler.suggest() says why: start points first, then likelihood and gain', async () => {
  const points = await study(create(), 3);
  const start = await create().suggest([measure(running)]);
  expect(start).toMatchObject({ cause: 'start', reason: expect.stringContaining('start point 1 of 3') });
  const search = await create().suggest([running, ...points].map(measure));
  expect(search).toMatchObject({ cause: 'search', reason: expect.stringMatching(/^\d+ % likely .* better/) });
  expect(search?.probabilityFeasible).toBeGreaterThan(0.3);
  expect(search?.expectedObjective).toBe(price(search?.point ?? running));
});

test('BayesianSampler.suggest() looks for a way out when the running configuration violates', async () => {
  const low = { cpu: 1, memory: 2 };
  const history: Trial[] = [measure(low)];
  const sampler = create({ running: low });
  for (let trial = 0; trial < 8; trial += 1) {
    const suggestion = await sampler.suggest(history);
    history.push(measure(suggestion?.point ?? low));
  }
  expect(history.some(({ point }) => feasible(point))).toBe(true);
});

test('BayesianSampler.suggest() learns from failed trials', async () => {
  const told = (point: Point): Trial => (feasible(point) ? measure(point) : { point, failed: true });
  const points = await study(create(), 14, told);
  expect(Math.min(...points.filter(feasible).map(price))).toBeLessThanOrEqual(70);
});

test('BayesianSampler.suggest() minimises a measured objective under constraints', async () => {
  const latency = ({ cpu, memory }: Point) => 100 + 10 * (Number(cpu) - 3) ** 2 + (Number(memory) - 8) ** 2;
  const told = (point: Point): Trial => ({
    point,
    constraints: { cost: { logRatio: Math.log(price(point) / 150), standardError: 0.01 } },
    objective: { value: latency(point), standardError: 1 },
  });
  const sampler = new BayesianSampler({ lattice, running, seed: 1 });
  const points = await study(sampler, 15, told);
  expect(Math.min(...points.filter((point) => price(point) <= 150).map(latency))).toBeLessThanOrEqual(105);
});

test('BayesianSampler.suggest() refuses a measured trial without an objective when there is no price', async () => {
  const sampler = new BayesianSampler({ lattice, running });
  const told = sampler.suggest([measure(running)]);
  await expect(told).rejects.toMatchObject({ code: 'SEARCH_TRIAL_INVALID' });
});

test('BayesianSampler.suggest() throws the reason of an aborted signal', async () => {
  const reason = new Error('enough');
  await expect(create().suggest([], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('BayesianSampler refuses a required probability outside 0 to 1', () => {
  for (const requiredProbability of [0, 1.1, Number.NaN]) {
    expect(() => create({ requiredProbability })).toThrow(expect.objectContaining({ code: 'SEARCH_OPTION_INVALID' }));
  }
});
