import { Connector, on } from '@servo/core';
import { expect, test } from 'vitest';
import { connectorHost } from './connector-host.js';
import { recordingLogger } from './recording-logger.js';

class Greeter extends Connector<{ readonly greeting: string }> {
  @on('startup') greet(): void {
    this.logger.info(this.config.greeting);
  }
}

test('connectorHost() is what a connector is made of', () => {
  const logger = recordingLogger();
  const connector = new Greeter(connectorHost({ config: { greeting: 'hello' }, name: 'greeter', logger }));
  connector.greet();
  expect([connector.name, ...logger.messages('info')]).toEqual(['greeter', 'hello']);
});

test('connectorHost() fills in what is not given', () => {
  const { clock, env, config } = connectorHost();
  expect([new Date(clock.now()).getUTCFullYear(), env, config]).toEqual([2026, {}, {}]);
});
