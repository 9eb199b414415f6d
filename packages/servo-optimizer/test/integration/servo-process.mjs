// A servo with its embedded optimizer, to be killed at any moment. Its target is a file beside the store, as a real
// target outlives a servo. It prints one line after each exchange and goes on; "finished" is the last line.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { component, description, metric, rangeSetting, silentLogger, systemClock } from '@servo/core';
import { embeddedOptimizerConfig, fromState, toDescriptor } from '@servo/core/wire';
import { embeddedOptimizer } from '@servo/optimizer';

const [stateDir = '.'] = process.argv.slice(2);
const targetFile = join(stateDir, 'target.json');
const read = () => (existsSync(targetFile) ? JSON.parse(readFileSync(targetFile, 'utf8')) : { cpu: 3, mem: 4 });

const described = ({ cpu, mem }) =>
  toDescriptor(
    description({
      components: [
        component('web', [
          rangeSetting('cpu', { min: 0.5, max: 4, step: 0.25, unit: 'cores', value: cpu }),
          rangeSetting('mem', { min: 1, max: 8, step: 1, unit: 'GiB', value: mem }),
        ]),
      ],
      metrics: [metric('latency_99th', 'ms')],
    }),
  );

const carryOut = {
  DESCRIBE: () => ['DESCRIPTION', { descriptor: described(read()) }],
  ADJUST: ({ state }) => {
    const values = fromState(state).map(({ setting, value }) => [setting, value]);
    const changed = JSON.stringify({ ...read(), ...Object.fromEntries(values) });
    writeFileSync(`${targetFile}.new`, changed);
    renameSync(`${targetFile}.new`, targetFile); // whole, whenever this is killed
    return ['ADJUSTMENT', {}];
  },
  MEASURE: () => {
    const { cpu, mem } = read();
    return ['MEASUREMENT', { metrics: { latency_99th: { unit: 'ms', value: 20 + 40 / cpu + 20 / mem } } }];
  },
};

const optimizer = await embeddedOptimizer({
  config: embeddedOptimizerConfig.parse({
    minimize: 'price',
    prices: { cpu: 23, mem: 3 },
    constraints: ['p99 < 80ms'],
    budget: { trials: 6 },
  }),
  servo: 'web',
  stateDir,
  clock: systemClock,
  logger: silentLogger,
  newStudy: false,
  observe: () => {},
});

async function say(event, param) {
  const body = JSON.stringify({ event, param, servo_uid: null });
  const response = await optimizer.fetch(new Request('http://optimizer.test/servo', { method: 'POST', body }));
  process.stdout.write(`${event}\n`);
  return response.json();
}

await say('HELLO', { agent: 'test' });
for (;;) {
  const { cmd, cmd_uid, param } = await say('WHATS_NEXT', null);
  if (cmd === 'SLEEP') break;
  const [event, result] = carryOut[cmd](param);
  await say(event, { status: 'ok', ...result, cmd_uid });
}
process.stdout.write(`finished ${JSON.stringify(await optimizer.done)}\n`);
await optimizer[Symbol.asyncDispose]();
