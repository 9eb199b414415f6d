// Usage, after a build: node bench/run.ts [seeds] [trials] [problem …]
import { BayesianSampler, Lattice } from '@servo/search';
import { PROBLEMS } from './apptune/problem.ts';
import { runStudy, type Study } from './apptune/study.ts';

const [seeds = 10, trials = 30] = process.argv.slice(2, 4).map(Number);
const names = process.argv.slice(4);

console.log(`medians over ${seeds} seeds; unsafe: mean share of the first 30 trials\n`);
console.log(
  'problem  to 5 %   gap@8  gap@10  gap@20  gap@30   gap@60  unsafe  unsafe@8  duplicates  trials  ms (last)',
);
for (const problem of Object.values(PROBLEMS).filter(({ name }) => names.length === 0 || names.includes(name))) {
  const lattice = new Lattice(problem.parameters);
  const studies: Study[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const sampler = new BayesianSampler({
      ...problem,
      lattice,
      priceCeiling: 1.5 * problem.price(problem.running),
      seed,
    });
    studies.push(await runStudy({ problem, lattice, sampler, trials, seed }));
  }
  const gapAt = (trial: number) => median(studies.map(({ gaps }) => gaps[Math.min(trial, gaps.length) - 1] ?? 1));
  const reached = studies.map(({ gaps }) => gaps.findIndex((gap) => gap <= 0.05)).map((at) => (at < 0 ? 99 : at + 1));
  const unsafe = (first: number) => mean(studies.map(({ unsafe: all }) => mean(all.slice(0, first).map(Number))));
  const cells = [
    problem.name.padEnd(7),
    String(median(reached)).padStart(7),
    ...[8, 10, 20, 30, 60].map((trial) => gapAt(trial).toFixed(3).padStart(7)),
    unsafe(30).toFixed(2).padStart(7),
    unsafe(8).toFixed(2).padStart(7),
    String(studies.reduce((sum, { duplicates }) => sum + duplicates, 0)).padStart(8),
    String(median(studies.map(({ gaps }) => gaps.length))).padStart(9),
    median(studies.map(({ durations }) => durations.at(-1) ?? 0))
      .toFixed(0)
      .padStart(8),
  ];
  console.log(cells.join(' '));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.ceil(middle - 0.5)] ?? 0)) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
