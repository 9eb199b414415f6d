import { connectorHost, recordingLogger } from '@servo/testing';
import { expect, test } from 'vitest';
import { PrometheusConfig } from './prometheus-config.js';
import { PrometheusConnector } from './prometheus-connector.js';

test.for([
  [{ insecure: true }, 1],
  [{}, 0],
  [undefined, 0],
] as const)('PrometheusConnector warns where anybody is trusted: %j', ([tls, warnings]) => {
  const logger = recordingLogger();
  const config = PrometheusConfig.parse({ metrics: [], tls });
  new PrometheusConnector(connectorHost({ config, logger })).attach();
  expect(logger.messages('warn')).toHaveLength(warnings);
});

test('PrometheusConnector says which keys have no effect, where they say anything', () => {
  const logger = recordingLogger();
  for (const keys of [{ streamingInterval: '10s', targets: [{ pool: 'shop' }] }, { streamingInterval: null }]) {
    const config = PrometheusConfig.parse({ metrics: [], ...keys });
    new PrometheusConnector(connectorHost({ config, logger })).attach();
  }
  expect(logger.messages('warn')).toEqual([
    'streaming_interval is an older key that has no effect; leave it out',
    'targets is an older key that has no effect; leave it out',
  ]);
});
