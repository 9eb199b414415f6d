// Samplers
export { BayesianSampler, type BayesianSamplerOptions } from './bayesian-sampler.js';
export { RandomSampler } from './random-sampler.js';
export type { Sampler, SuggestOptions, Suggestion } from './sampler.js';
export type { SearchSpaceOptions } from './search-space.js';

// The space and the trials
export { type ConstraintMeasurement, constraintOutcome } from './constraint-outcome.js';
export { Lattice } from './lattice.js';
export type { ChoiceParameter, Parameter, RangeParameter } from './parameter.js';
export type { Point } from './point.js';
export { SearchError, type SearchErrorCode } from './search-error.js';
export type { ConstraintOutcome, FailedTrial, MeasuredTrial, ObjectiveOutcome, Trial } from './trial.js';
