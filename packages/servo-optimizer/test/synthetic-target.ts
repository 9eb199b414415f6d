import { component, type Description, description, metric, rangeSetting, type SettingValue } from '@servo/core';
import type { Settings } from '@servo/core/wire';

/** What a measuring brings, by metric: one number, or the points of a series. */
export type Numbers = Readonly<Record<string, number | readonly number[]>>;

/** A made-up service: how fast it answers follows from its cores, its memory and a little seeded noise. */
export interface SyntheticTarget {
  readonly description: Description;
  readonly measure: (settings: Settings) => Numbers;
}

/** How a {@link syntheticTarget} is to be. */
export interface SyntheticTargetOptions {
  readonly running?: Settings;
  /** Standard deviation of the logarithm of what is measured. @default 0.03 */
  readonly noise?: number;
  readonly seed?: number;
  /** Points of each series; 1 gives a single number. @default 1 */
  readonly points?: number;
}

/** Prices that go with the target's settings. */
export const prices = { cpu: '23 per core', memory: '3.1 per GiB' };

/** Cores needed for the work, the rest being headroom. */
const WORK = 0.8;

/** Latency without noise, in milliseconds. */
export function trueLatency(settings: Settings): number {
  const [cpu, mem] = [Number(settings['web.cpu']), Number(settings['web.mem'])];
  const load = Math.min(0.97, WORK / cpu);
  return 20 * (1 + (1.2 * load ** 3) / (1 - load)) + 20 / mem;
}

/** Makes a target with cores and memory. */
export function syntheticTarget(options: SyntheticTargetOptions = {}): SyntheticTarget {
  const { running = { 'web.cpu': 3, 'web.mem': 4 }, noise = 0.03, seed = 1, points = 1 } = options;
  const normal = normals(seed);
  const noisy = (value: number): number | readonly number[] => {
    const values = Array.from({ length: points }, () => value * Math.exp(noise * normal()));
    return points === 1 ? (values[0] ?? value) : values;
  };
  return {
    description: describeTarget(running),
    measure: (settings) => ({
      latency_99th: noisy(trueLatency(settings)),
      error_rate: noisy(0.1),
      throughput: noisy(6_000),
    }),
  };
}

/** The description of the target with the given present values. */
export function describeTarget(present: Readonly<Record<string, SettingValue>>): Description {
  const value = (path: string): number => Number(present[path]);
  return description({
    components: [
      component('web', [
        rangeSetting('cpu', { min: 0.5, max: 4, step: 0.25, unit: 'cores', value: value('web.cpu') }),
        rangeSetting('mem', { min: 1, max: 8, step: 1, unit: 'GiB', value: value('web.mem') }),
      ]),
    ],
    metrics: [metric('latency_99th', 'ms'), metric('error_rate', '%'), metric('throughput', 'rpm')],
  });
}

/** Standard normal numbers from a Lehmer generator by the Box-Muller transform. */
function normals(seed: number): () => number {
  let state = (seed * 7919 + 12_345) % 2_147_483_647;
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let warmUp = 0; warmUp < 10; warmUp += 1) uniform();
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
