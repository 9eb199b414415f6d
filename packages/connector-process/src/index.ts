/**
 * Runs, adjusts and measures a local program.
 *
 * @module
 */

// For servo.yaml
export { ProcessConnector } from './process-connector.js';
export { ProcessConfig } from './process-config.js';

// For other libraries
export type { ProcessCommand } from './process-command.js';
