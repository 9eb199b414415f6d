import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configTable, writtenTable } from '../../../tools/config-table.js';
import { loadMetrics } from './load-metrics.js';
import { VegetaConfig } from './vegeta-config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README has the configuration as it is: node tools/config-table.ts packages/connector-vegeta VegetaConfig', () => {
  expect(writtenTable(readme)).toBe(configTable(VegetaConfig));
});

test.each(loadMetrics)('the README tells of the metric $name', ({ name }) => {
  expect(readme).toContain(`\`${name}\``);
});
