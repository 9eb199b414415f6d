// Samplers
export { BayesianSampler, type BayesianSamplerOptions } from './sampler/bayesian-sampler.js';
export { RandomSampler } from './sampler/random-sampler.js';
export type { Sampler, SuggestOptions, Suggestion } from './sampler/sampler.js';
export type { SearchSpaceOptions } from './sampler/search-space.js';

// The space and the trials
export { type ConstraintMeasurement, constraintOutcome } from './trial/constraint-outcome.js';
export { Lattice } from './lattice/lattice.js';
export type { ChoiceParameter, Parameter, RangeParameter } from './lattice/parameter.js';
export type { Point } from './lattice/point.js';
export { SearchError, type SearchErrorCode } from './search-error.js';
export type { ConstraintOutcome, FailedTrial, MeasuredTrial, ObjectiveOutcome, Trial } from './trial/trial.js';
