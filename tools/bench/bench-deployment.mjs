import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const connector = `
import { component, dataPoint, defineConnector, description, measurement, metric, rangeSetting } from '@servo/core';
let cpu = 1;
const rate = metric('rate', 'rps');
const describe = () => description({
  components: [component('web', [rangeSetting('cpu', { min: 1, max: 4, step: 1, value: cpu })])],
  metrics: [rate],
});
export const Noop = defineConnector({
  on: {
    describe,
    measure: (_, { clock }) => measurement([dataPoint(rate, clock.now(), 1)]),
    adjust: ({ adjustments }) => {
      cpu = Number(adjustments[0].value);
      return describe();
    },
  },
});
`;

const plainOptimizer = (id, port) => ({ id, token: 'x', url: `http://127.0.0.1:${port}/${id}/` });

/** Makes a deployment with a connector that does nothing and `servos` servos of one optimizer. */
export function benchDeployment(root, { servos, port, optimizer = (id) => plainOptimizer(id, port) }) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  const put = (name, text) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  put('package.json', JSON.stringify({ dependencies: { 'servo-connector-noop': '1.0.0' } }));
  put(
    'node_modules/servo-connector-noop/package.json',
    JSON.stringify({
      name: 'servo-connector-noop',
      version: '1.0.0',
      type: 'module',
      servo: { manifest: 1, connectors: { noop: { entry: './index.js', export: 'Noop' } } },
    }),
  );
  put('node_modules/servo-connector-noop/index.js', connector);
  mkdirSync(join(folder, 'node_modules/@servo'));
  symlinkSync(join(root, 'packages/servo-core'), join(folder, 'node_modules/@servo/core'));
  const documents = Array.from(
    { length: servos },
    (_, index) =>
      `name: s${index}\noptimizer: ${JSON.stringify(optimizer(`example.com/s${index}`))}\nconnectors: [noop]\n`,
  );
  put('servo.yaml', documents.join('---\n'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
