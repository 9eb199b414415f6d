import { expect, test } from 'vitest';
import { z } from 'zod';
import { connectorHost, eventContext, recordingLogger } from '../../../servo-testing/src/index.js';
import { runChecks } from '../checks/run-checks.js';
import { handlersOf } from '../events/handlers-of.js';
import { metric } from '../model/metric.js';
import { Connector } from './connector.js';
import { isConnectorClass } from './connector-class.js';
import { defineConnector } from './define-connector.js';

const schema = z.strictObject({ metric: z.string() });
const Probe = defineConnector({
  config: schema,
  on: {
    metrics() {
      this.logger.info('asked');
      return [metric(this.config.metric)];
    },
  },
  checks: {
    'metric has a name': {
      severity: 'critical',
      run() {
        return [this.config.metric !== '', this.name] as const;
      },
    },
  },
});

test('defineConnector() makes a connector class', () => {
  const probe = new Probe(connectorHost({ config: { metric: 'up' } }));
  expect([isConnectorClass(Probe), probe instanceof Connector, Probe.config]).toEqual([true, true, schema]);
});

test('defineConnector() makes handlers whose this is the connector', () => {
  const logger = recordingLogger();
  const probe: object = new Probe(connectorHost({ config: { metric: 'up' }, logger }));
  const [handler] = handlersOf(Probe);
  const answer = (probe as Record<string | symbol, () => unknown>)[handler?.method ?? '']?.();
  expect([answer, logger.messages()]).toEqual([[metric('up')], ['asked']]);
});

test('defineConnector() makes checks whose this is the connector', async () => {
  const probe = new Probe(connectorHost({ name: 'mine', config: { metric: '' } }));
  const checks = await runChecks(probe, { context: eventContext({ event: 'check' }) });
  expect(checks).toMatchObject([{ name: 'metric has a name', severity: 'critical', success: false, message: 'mine' }]);
});

test('defineConnector() works without a configuration', () => {
  const Bare = defineConnector({ on: { metrics: () => [] } });
  expect(Bare.config).toBeUndefined();
});
