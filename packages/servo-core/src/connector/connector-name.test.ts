import { expect, test } from 'vitest';
import { assertConnectorName, defaultConnectorName, reservedNames } from './connector-name.js';

test.for([
  ['FancyConnector', 'fancy'],
  ['CamelCaseConnector', 'camel_case'],
  ['NewRelicConnector', 'new_relic'],
  ['ACRONYMConnector', 'acronym'],
  ['HTTPCheckConnector', 'http_check'],
  ['OpsaniDevConnector', 'opsani_dev'],
  ['ProbeHTTPConnector', 'probe_http'],
  ['K8sConnector', 'k8s'],
  ['Trace', 'trace'],
] as const)('defaultConnectorName() makes %s into %s', ([className, name]) => {
  expect(defaultConnectorName(className)).toBe(name);
});

test.for(['pr', 'trace', 'servo-connector-trace/trace', 'web.prometheus', 'k8s_2'])(
  'assertConnectorName() accepts %s',
  (name) => {
    expect(() => assertConnectorName(name)).not.toThrow();
  },
);

test.for(['', 'THIS IS NOT COOL', '-trace', 'a:b', 'x'.repeat(129), ...reservedNames])(
  'assertConnectorName() refuses %j',
  (name) => {
    expect(() => assertConnectorName(name)).toThrow(expect.objectContaining({ code: 'CONNECTOR_NAME_INVALID' }));
  },
);
