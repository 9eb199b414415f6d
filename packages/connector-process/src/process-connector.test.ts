import { handlersOf, isConnectorClass } from '@servo/core';
import { connectorHost } from '@servo/testing';
import { expect, test } from 'vitest';
import { ProcessConfig } from './process-config.js';
import { ProcessConnector } from './process-connector.js';

test('ProcessConnector handles the events that its README lists', () => {
  expect(isConnectorClass(ProcessConnector)).toBe(true);
  expect(handlersOf(ProcessConnector).map(({ phase, event }) => `${phase}:${event}`)).toEqual([
    'on:attach',
    'on:startup',
    'on:shutdown',
    'on:metrics',
    'on:components',
    'on:describe',
    'before:measure',
    'on:measure',
    'after:measure',
    'on:adjust',
    'around:process/command',
    'on:process/command',
    'on:handover',
    'before:check',
  ]);
});

test('ProcessConnector does nothing when it is made and disposed', async () => {
  const config = ProcessConfig.parse({ component: 'web', command: ['node'] });
  await using web = new ProcessConnector(connectorHost({ config }));
  expect(await web.describe()).toMatchObject({ components: [{ name: 'web', settings: [] }] });
});

test('ProcessConnector.handover() says how to start the program by hand', async () => {
  const settings = { workers: { min: 1, max: 4, step: 1, value: 2, env: 'WORKERS' } };
  const config = ProcessConfig.parse({ component: 'web', command: ['node', 'my service.mjs'], settings });
  await using web = new ProcessConnector(connectorHost({ config }));
  expect(await web.handover()).toEqual([
    'web runs with the servo, and is stopped now. To start it with these settings by hand:',
    "  WORKERS=2 node 'my service.mjs'",
  ]);
});
