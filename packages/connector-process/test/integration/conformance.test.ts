import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformance } from '@servo/testing/conformance';
import { afterAll, beforeAll, test } from 'vitest';

const service = `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
writeFileSync('workers', process.env.WORKERS);
createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
`;

let cwd = '';
let port = 0;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'servo-process-'));
  await writeFile(join(cwd, 'service.mjs'), service);
  port = await freePort();
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const cases = conformance({
  module: new URL('../../dist/index.js', import.meta.url),
  export: 'ProcessConnector',
  cwd: () => cwd,
  config: () => ({
    component: 'web',
    command: [process.execPath, 'service.mjs'],
    env: { PORT: String(port), PASSWORD: 'hunter2-password' },
    ready: { http: `http://127.0.0.1:${port}/`, timeout: '10s' },
    settings: { workers: { min: 1, max: 4, step: 1, value: 1, env: 'WORKERS' } },
  }),
  secrets: ['hunter2-password'],
  adjustments: [{ component: 'web', setting: 'workers', value: 3 }],
  look: () => readFile(join(cwd, 'workers'), 'utf8').catch(() => 'not started'),
});

test.each(cases)('ProcessConnector $name', ({ run }) => run(), 60_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
