/**
 * What every connector has to keep, as tests that it runs in one line.
 *
 * @module
 */

export { conformance, type ConformanceCase } from './conformance/conformance.js';
export type { ConformanceOptions } from './conformance/conformance-options.js';
