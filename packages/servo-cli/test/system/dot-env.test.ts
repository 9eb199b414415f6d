import { expect, test } from 'vitest';
import { deployment } from '../support/deployment.js';

test('servo takes from .env what the environment does not set', async () => {
  const target = await deployment(['rate: 50', 'rate: "${RATE}"']);
  target.write('.env', 'RATE=70\nSERVO_AUTOCANNON_DURATION=5s\n# a comment\nSERVO_LOG_LEVEL=silent\n');
  const shown = async (env = {}) =>
    JSON.parse((await target.run(['config', 'autocannon', '-o', 'json'], env)).stdout) as unknown;
  const configured = (autocannon: object) => ({ servos: [{ configuration: { autocannon } }] });
  expect(await shown()).toMatchObject(configured({ rate: 70, duration: '5s' }));
  expect(await shown({ RATE: '80' })).toMatchObject(configured({ rate: 80 }));
});

test('servo refuses an .env that is no file', async () => {
  const target = await deployment();
  target.write('.env/inner', '');
  expect(await target.run(['--version'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/\.env cannot be read: it is no file/),
  });
});
