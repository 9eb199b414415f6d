/**
 * Helpers for the configuration of connectors, on zod.
 *
 * @module
 */

// For connector authors
export { z } from './zod.js';
export { duration, type DurationSchema } from './config/duration-schema.js';
export { Secret } from './config/secret.js';
export { secret } from './config/secret-schema.js';
