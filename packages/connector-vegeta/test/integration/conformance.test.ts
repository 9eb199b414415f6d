import { conformance } from '@servo/testing/conformance';
import { beforeAll } from 'vitest';
import { test, vegeta } from '../real-vegeta.js';
import { startService } from '../../../../tools/local-service.js';

let url = '';
beforeAll(async () => {
  const service = await startService((_, response) => response.end('hello'));
  url = service.url;
  return () => service[Symbol.asyncDispose]();
});

const cases = conformance({
  module: new URL('../../dist/index.js', import.meta.url),
  export: 'VegetaConnector',
  config: () => ({
    command: vegeta,
    target: `GET ${url}\nX-Token: hunter2-target\n`,
    rate: 50,
    headers: { authorization: 'Bearer hunter2-token' },
  }),
  secrets: ['hunter2-token', 'hunter2-target'],
});

for (const { name, run } of cases) test(`VegetaConnector ${name}`, () => run(), 60_000);
