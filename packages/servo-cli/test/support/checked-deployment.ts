import { type Deployment, deployment } from './deployment.js';

const code = `import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckError, defineConnector } from '@servo/core';
export const Example = defineConnector({
  on: { startup() { console.error('started'); } },
  checks: {
    'folder exists': { id: 'folder', severity: 'critical', run: () => 'it does' },
    'ticket is there': {
      id: 'ticket',
      tags: ['files'],
      run() {
        const path = join(this.host.cwd, 'ticket');
        if (existsSync(path)) return true;
        const remedy = async () => writeFileSync(path, '');
        throw new CheckError('there is no ticket', { hint: 'Write a ticket.', remedy });
      },
    },
    'clock is right': { id: 'clock', severity: 'warning', tags: ['time'], run: () => [false, 'a bit late'] },
  },
});`;

/** Makes a deployment with a connector "trace", one of whose checks fails until the file `ticket` is there. */
export async function checkedDeployment(
  configuration = 'optimizer: {id: example.com/shop, token: t0ken-1, url: "http://127.0.0.1:1/"}\nconnectors: [trace]\n',
): Promise<Deployment> {
  const target = await deployment();
  target.connector('trace', code);
  target.write('servo.yaml', configuration);
  return target;
}
