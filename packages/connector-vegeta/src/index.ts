/**
 * A connector that loads HTTP services with vegeta and measures throughput, errors and latency.
 *
 * @module
 */

export { VegetaConnector } from './vegeta-connector.js';
export { VegetaConfig } from './vegeta-config.js';
