import { component, defineConnector, metric, rangeSetting } from '@servo/core';
import { beforeEach, expect, test } from 'vitest';
import { connectorPackage, dependingOn } from '../../../servo-core/test/support/connector-package.js';
import { temporaryFolder } from '../../../servo-core/test/support/temporary-folder.js';
import { recordingTerminal } from '../../test/support/recording-terminal.js';
import { run } from './check.js';

/** What the connector's code uses: it is a file outside of the packages, and finds no core by itself. */
const core = { component, defineConnector, metric, rangeSetting };

/** Has one setting, one metric and no checks. */
const code = `
const { component, defineConnector, metric, rangeSetting } = globalThis.servoTestCore;
const workers = rangeSetting('workers', { min: 1, max: 4, step: 1, value: 4 });
export const Trace = defineConnector({
  on: { describe: () => ({ components: [component('web', [workers])], metrics: [metric('throughput', 'rpm')] }) },
});
`;

/** Checks a servo with an optimizer; answers the exit code and what stands in the table. */
async function checked(optimizer: string): Promise<{ readonly exitCode: number; readonly lines: string }> {
  const cwd = temporaryFolder({
    'servo.yaml': `connectors: [trace]\n${optimizer}\n`,
    'package.json': dependingOn('@acme/trace'),
    ...connectorPackage('node_modules/@acme/trace', { code }),
  });
  const terminal = recordingTerminal();
  const args = { 'config-file': 'servo.yaml', 'log-level': 'silent', output: 'table' };
  const exitCode = await run(args, { terminal, env: {}, cwd });
  return { exitCode, lines: terminal.lines.join('\n') };
}

beforeEach(() => void Object.assign(globalThis, { servoTestCore: core }));

test.each([
  ['there is no optimizer', '', /servo\.yaml names no optimizer\n.*Add "optimizer: \{kind: embedded/],
  [
    'nobody measures what is to be improved',
    'optimizer: {maximize: througput}',
    /servo\.yaml:2:23: optimizer\.maximize: no connector measures "througput"; did you mean "throughput"\?/,
  ],
  [
    'nobody measures what is to be limited',
    'optimizer: {maximize: throughput, constraints: [p99 < 80ms]}',
    /servo\.yaml:2:49: .*no connector measures "latency_99th"/,
  ],
  [
    'a price is of no setting',
    'optimizer: {minimize: price, prices: {web.wrokers: 4}}',
    /no setting is called "web\.wrokers"; did you mean "web\.workers"\?/,
  ],
])('servo check fails when %s', async (_, optimizer, text) => {
  const { exitCode, lines } = await checked(optimizer);
  expect({ exitCode, lines }).toEqual({
    exitCode: 1,
    lines: expect.stringMatching(/^X failed +servo +the optimizer has /m),
  });
  expect(lines).toMatch(text);
});

test('servo check passes when the optimizer finds what it names', async () => {
  const { exitCode, lines } = await checked('optimizer: {minimize: price, prices: {web.workers: 4}}');
  expect({ exitCode, lines }).toEqual({
    exitCode: 0,
    lines: expect.stringMatching(/^√ passed +servo +the optimizer has /m),
  });
});

test('servo check leaves to a remote optimizer what it needs', async () => {
  const { exitCode, lines } = await checked('optimizer: {id: acme.com/shop, token: abc}');
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: 'No connector has checks.' });
});
