import { type Clock, type Connector, Duration } from '@servo/core';
import { PrometheusClient } from '../client/prometheus-client.js';
import type { PrometheusSettings } from '../prometheus-config.js';

/** The client of a command, which a person waits for: it does not ask again what could not be answered. */
export function clientOf({ config, host }: Connector<PrometheusSettings>, clock: Clock): PrometheusClient {
  return new PrometheusClient({ config: { ...config, retry: Duration.from(0) }, cwd: host.cwd, clock });
}
