import { describe, expect, test } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';
import { transcript } from '../support/transcript.js';

// A shop whose price and speed follow from its settings in closed form, so that it always answers the same.
const shop = `import { readFileSync, writeFileSync } from 'node:fs';
import { CheckError, component, dataPoint, defineConnector, description, measurement, metric, rangeSetting } from '@servo/core';
const throughput = metric('throughput', 'rps');
const latency = metric('p99', 'ms');
const workers = () => { try { return Number(readFileSync('workers', 'utf8')); } catch { return 4; } };
const describe = () => description({
  components: [component('web', [rangeSetting('workers', { min: 1, max: 8, step: 1, value: workers() })])],
  metrics: [throughput, latency],
});
export const Example = defineConnector({
  on: {
    describe,
    measure: (_, { clock }) => {
      const at = Date.parse('2026-01-01T00:00:00Z');
      return measurement([dataPoint(throughput, at, 100), dataPoint(latency, at, 240 / workers())], { annotations: { requests: '1000' } });
    },
    adjust: ({ adjustments: [{ value }] }) => { writeFileSync('workers', String(value)); return describe(); },
  },
  checks: {
    'shop is open': { id: 'open', severity: 'critical', run: () => 'since this morning' },
    'clock is right': { id: 'clock', severity: 'warning', run: () => { throw new CheckError('it is 2 s late', { hint: 'Wind it up.' }); } },
  },
  commands: {
    sell: {
      arguments: [{ name: 'what', describe: 'What to sell', required: true }],
      options: { number: { type: 'number', describe: 'How many' } },
      run: (_, { what, number = 1 }) => ({ facts: { what, number }, lines: ['Sold ' + number + ' × ' + what] }),
    },
  },
});`;

const configuration = `optimizer:
  kind: embedded
  minimize: price
  prices: {web.workers: 2}
  constraints: [p99 < 200ms]
  budget: {trials: 3}
connectors: [shop]
`;

async function shopDeployment(): Promise<Deployment> {
  const target = await deployment();
  target.connector('shop', shop, { sell: 'Sell something' });
  target.write('servo.yaml', configuration);
  return target;
}

const commands: readonly (readonly string[])[] = [
  ['init'],
  ['run', '--exit-when-done'],
  ['run', '--dry-run', '--exit-when-done'],
  ['plan'],
  ['check'],
  ['describe'],
  ['measure'],
  ['adjust', 'web.workers=3'],
  ['restore'],
  ['status'],
  ['pause'],
  ['resume'],
  ['generate'],
  ['generate', '--force'],
  ['validate'],
  ['schema', 'shop'],
  ['config'],
  ['config', '--origins'],
  ['list'],
  ['show', 'connectors'],
  ['show', 'events'],
  ['show', 'components'],
  ['show', 'metrics'],
  ['connectors'],
  ['lock', '--check'],
  ['doctor'],
  ['completion', 'bash'],
  ['version'],
  ['shop', 'sell', 'apples', '--number', '3'],
  ['adjust', 'web.workers=9'],
  ['adjust', 'web.wrokers=3'],
  ['measure', 'p98'],
];

describe('servo says in each output what it always says to', () => {
  test.for(commands.map((args) => ({ line: args.join(' '), args })))('$line', async ({ line, args }) => {
    const target = await shopDeployment();
    const name = line.replaceAll(/[^\w]+/g, '-');
    await expect(await transcript(target, ...args)).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });

  test.for(['status', 'pause', 'resume'])('%s of a servo that runs', async (command) => {
    const target = await shopDeployment();
    await target.start(['run', '--no-poll', '-o', 'json']).event('idle');
    await expect(await transcript(target, command)).toMatchFileSnapshot(`transcripts/${command}-of-a-run.txt`);
  });
});
