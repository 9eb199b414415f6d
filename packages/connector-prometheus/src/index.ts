/**
 * A connector that measures with the queries of a Prometheus server.
 *
 * @module
 */

export { PrometheusConnector } from './prometheus-connector.js';
export { PrometheusConfig } from './prometheus-config.js';
