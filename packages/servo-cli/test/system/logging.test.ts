import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deployment, freePort } from '../support/deployment.js';

/** A connector that logs its token, and throws where nobody waits for it. */
const careless = `import { defineConnector } from '@servo/core';
import { secret, z } from '@servo/core/config';
export const Example = defineConnector({
  config: z.strictObject({ token: secret() }),
  on: {
    attach() {
      const token = this.config.token.reveal();
      this.logger.warn('connecting with ' + token, { headers: { cookie: 'id=1' } });
      setTimeout(() => { throw new Error('from a timer, with ' + token); });
      Promise.reject(new Error('from a promise'));
    },
  },
});
`;

const configuration = (port: number): string =>
  `optimizer: {id: example.com/shop, token: t0ken-of-the-optimizer, url: "http://127.0.0.1:${port}/"}
connectors: [careless]
careless: {token: correct-horse}
`;

test('servo run outlives what a connector throws by the way, and logs it without secrets', async () => {
  const target = await deployment();
  target.connector('careless', careless);
  target.write('servo.yaml', configuration(await freePort()));
  const servo = target.start(['run', '--log-file', 'logs.json', '--log-level', 'WARNING']);
  await servo.note('trying again');
  servo.kill('SIGUSR1');
  const { code, stderr } = await servo.ended;
  expect(code).toBe(0);
  const log = readFileSync(join(target.folder, 'logs.json'), 'utf8');
  for (const written of [log, stderr]) {
    expect(written).not.toMatch(/correct-horse|id=1/);
    expect(written).toContain('connecting with [secret]');
  }
  const lines = log
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ level: 'warn', connector: 'careless', headers: { cookie: '[secret]' } }),
      expect.objectContaining({ level: 'critical', msg: expect.stringContaining('from a timer, with [secret]') }),
      expect.objectContaining({ level: 'critical', msg: expect.stringContaining('from a promise') }),
    ]),
  );
});

test('servo run writes what ended it into the log file, and refuses one that cannot be written', async () => {
  const target = await deployment();
  target.write('servo.yaml', 'connectors: []\n');
  const ended = await target.run(['run', '--log-file', 'log.json']);
  expect(ended.code).toBe(2);
  expect(JSON.parse(readFileSync(join(target.folder, 'log.json'), 'utf8'))).toMatchObject({
    level: 'critical',
    code: 'OPTIMIZER_MISSING',
  });
  const refused = await target.run(['run', '--log-file', 'servo.yaml/log']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('error[LOG_FILE_INVALID]') });
});
