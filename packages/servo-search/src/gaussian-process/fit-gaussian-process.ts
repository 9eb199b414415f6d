import { GaussianProcess } from './gaussian-process.js';
import { type HyperPrior, logPosterior } from './log-posterior.js';
import type { Observations } from './observations.js';
import { rprop } from './rprop.js';

/** Finds the likeliest lengths, signal and noise for the observations, and conditions a process with them. */
export function fitGaussianProcess(observations: Observations, prior: HyperPrior): GaussianProcess {
  const { categorical } = observations;
  const middle = [...categorical.map(() => prior.length.median), prior.signal.median, prior.noise.median];
  const scales = rprop(logPosterior(observations, prior), middle.map(Math.log)).map(Math.exp);
  const [signal = 1, noise = 0] = scales.slice(categorical.length);
  return new GaussianProcess(observations, {
    lengths: scales.slice(0, categorical.length),
    signal: signal ** 2,
    noise: noise ** 2,
    offset: prior.offset,
    categorical,
  });
}
