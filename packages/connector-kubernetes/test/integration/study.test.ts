import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { missing } from '../../../../tools/real-programs/prometheus-server.js';
import type { HttpApi } from '../../src/api/http-api.js';
import { clientOf } from '../support/cluster-client.js';
import { asFound, promotedBest, study } from '../support/study.js';

const cluster = inject('cluster');

test.runIf(missing !== undefined)('a real Prometheus is there', ({ skip }) => skip(missing));

describe.skipIf(!cluster?.simulated || missing !== undefined)('a study of a Deployment, by a real Prometheus', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  test('ends with the best that there is, and leaves it in force', async () => {
    await using made = await study({ api, kubeconfig });
    const output = await made.deployment.run('run', '--exit-when-done');
    expect(await made.settings(), output).toEqual(promotedBest());
  }, 300_000);

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves the Deployment as it was when it is ended by %s',
    async (signal) => {
      await using made = await study({ api, kubeconfig });
      const command = made.deployment.start('run', '--exit-when-done');
      await made.trial(command);
      command.process.kill(signal);
      await command.ended;
      if (signal === 'SIGKILL') await made.deployment.run('restore');
      expect(await made.settings()).toEqual(asFound);
    },
    120_000,
  );
});
