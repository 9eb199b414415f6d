import { expect, test } from 'vitest';
import { z } from 'zod';
import { connectorHost, fakeDispatch, recordingLogger } from '../../../servo-testing/src/index.js';
import { Connector } from './connector.js';
import { isConnectorClass } from './connector-class.js';

const schema = z.strictObject({ url: z.url(), every: z.number().default(5) });
class Configured extends Connector.with(schema) {}
class Plain extends Connector {}

test('Connector shows what its host gives', () => {
  const [logger, dispatch] = [recordingLogger(), fakeDispatch()];
  const config = schema.parse({ url: 'http://probe' });
  const connector = new Configured(connectorHost({ name: 'probe', config, logger, dispatch }));
  expect(connector).toMatchObject({ name: 'probe', config: { url: 'http://probe', every: 5 } });
  expect([connector.logger, connector.dispatch]).toEqual([logger, dispatch]);
});

test('Connector.with() keeps the schema on the class', () => {
  expect(Configured.config).toBe(schema);
  expect(Plain.config).toBeUndefined();
});

test('instanceof Connector asks for the brand; for a subclass it keeps its meaning', () => {
  const plain = new Plain(connectorHost());
  expect([plain instanceof Connector, plain instanceof Plain, plain instanceof Configured]).toEqual([
    true,
    true,
    false,
  ]);
  for (const other of [{}, null, undefined, 'text', Object.create(null), Plain])
    expect(other instanceof Connector).toBe(false);
});

test('isConnectorClass() tells classes of connectors from anything else', () => {
  expect([Connector, Plain, Configured].every(isConnectorClass)).toBe(true);
  expect([class {}, () => {}, {}, null, new Plain(connectorHost())].some(isConnectorClass)).toBe(false);
});
