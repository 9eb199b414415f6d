import { conformance } from '@servo/testing/conformance';
import { beforeAll, describe, test } from 'vitest';
import { missing, PrometheusServer } from '../../../../tools/real-programs/prometheus-server.js';

describe.skipIf(missing !== undefined)('PrometheusConnector', () => {
  let url = '';
  beforeAll(async () => {
    const server = await PrometheusServer.start();
    url = server.url;
    return () => server[Symbol.asyncDispose]();
  });
  const cases = conformance({
    module: new URL('../../dist/index.js', import.meta.url),
    export: 'PrometheusConnector',
    config: () => ({
      baseUrl: url,
      bearerToken: 'hunter2-token',
      metrics: [{ name: 'one', query: 'vector(1)' }],
    }),
    secrets: ['hunter2-token'],
  });

  test.each(cases)('$name', ({ run }) => run(), 30_000);
});
