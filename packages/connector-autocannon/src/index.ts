/**
 * A connector that loads an HTTP service and measures throughput, errors and latency.
 *
 * @module
 */

export { AutocannonConnector } from './autocannon-connector.js';
export { AutocannonConfig } from './autocannon-config.js';
