import { expect, test } from 'vitest';
import { Claims } from './claims.js';

test('Claims lets one connector answer what it likes, and twice', () => {
  const claims = new Claims();
  for (const name of ['a', 'b', 'a']) claims.add('metrics', name, 'one');
  claims.add('components', 'a', 'two');
  expect(() => claims.refuseClashes()).not.toThrow();
});

test('Claims names at once all that connectors both answer', () => {
  const claims = new Claims();
  for (const name of ['p50', 'p99', 'rps']) claims.add('metrics', name, 'load');
  for (const name of ['p99', 'rps', 'up']) claims.add('metrics', name, 'prometheus');
  claims.add('metrics', 'up', 'probe');
  expect(() => claims.refuseClashes()).toThrow(
    expect.objectContaining({
      code: 'METRIC_CLAIMED_TWICE',
      message:
        'Connectors "load" and "prometheus" both measure "p99", "rps"; ' +
        'Connectors "prometheus" and "probe" both measure "up"',
      hint:
        'List under "metrics" of "load" or "prometheus" only what it is to report. ' +
        'List under "metrics" of "prometheus" or "probe" only what it is to report.',
    }),
  );
});

test('Claims tells of components before metrics', () => {
  const claims = new Claims();
  for (const owner of ['one', 'two']) {
    claims.add('metrics', 'up', owner);
    claims.add('components', 'web', owner);
  }
  expect(() => claims.refuseClashes()).toThrow(
    expect.objectContaining({
      code: 'COMPONENT_CLAIMED_TWICE',
      message: expect.stringMatching(/^Connectors .* both describe the component "web"; .* both measure "up"$/),
    }),
  );
});
