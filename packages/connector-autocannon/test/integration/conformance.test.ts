import { conformance } from '@servo/testing/conformance';
import { beforeAll, test } from 'vitest';
import { startService } from '../../../../tools/local-service.js';

let url = '';
beforeAll(async () => {
  const service = await startService((_, response) => response.end('hello'));
  url = service.url;
  return () => service[Symbol.asyncDispose]();
});

const cases = conformance({
  module: new URL('../../dist/index.js', import.meta.url),
  export: 'AutocannonConnector',
  config: () => ({
    url,
    rate: 50,
    warmup: 0,
    duration: '1s',
    requests: [{ path: '/', headers: { authorization: 'Bearer hunter2-token' } }],
  }),
  secrets: ['hunter2-token'],
});

test.each(cases)('AutocannonConnector $name', ({ run }) => run(), 30_000);
