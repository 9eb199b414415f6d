import { expect, test } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';

/** What a command shows: the table, and the same for programs. */
async function shown(target: Deployment, ...args: readonly string[]) {
  const table = await target.run(args);
  const json = await target.run([...args, '-o', 'json']);
  expect([table.code, table.stderr, json.code]).toEqual([0, '', 0]);
  return { table: table.stdout, facts: JSON.parse(json.stdout) as unknown };
}

test('servo show components and metrics say which connector has what, in one table', async () => {
  const target = await deployment();
  const components = await shown(target, 'show', 'components');
  expect(components.table).toMatch(
    /^COMPONENT +SETTINGS +CONNECTOR\nweb +cache=400 \(100 to 400 in steps of 100\) +process$/,
  );
  expect(components.facts).toMatchObject({
    version: 1,
    servos: [{ components: [{ component: 'web', connector: 'process', settings: [{ name: 'cache', value: 400 }] }] }],
  });
  const metrics = await shown(target, 'show', 'metrics');
  expect(metrics.table).toMatch(/^METRIC +UNIT +CONNECTOR\n(.*\n)*latency_99th +ms +autocannon/);
  const verbose = await shown(target, 'show', 'metrics', '-v');
  expect(verbose.table).toMatch(/^METRIC +UNIT +CONNECTOR +MEASURED BY\n(.*\n)*latency_99th +ms +autocannon +-/);
  expect(target.processes).toEqual([]);
});

test('servo show connectors says under which name each stands in the servo, and more with -v', async () => {
  const target = await deployment();
  const { table, facts } = await shown(target, 'show', 'connectors');
  expect(table).toMatch(/^NAME +CONNECTOR +VERSION +DESCRIPTION\nprocess +process +1\.0\.0 +\w.*\nautocannon/);
  expect(facts).toMatchObject({
    servos: [{ connectors: [{ name: 'process', package: '@servo/connector-process' }, {}] }],
  });
  expect((await shown(target, 'show', 'connectors', '-v')).table).toMatch(
    /^NAME +CONNECTOR +VERSION +PACKAGE +MATURITY/,
  );
});

test('servo show events filters by phase, and shows them by connector', async () => {
  const target = await deployment();
  target.connector(
    'trace',
    `import { defineConnector } from '@servo/core';
export const Example = defineConnector({ before: { measure() {} }, on: { startup() {} }, after: { measure() {} } });`,
  );
  target.write('servo.yaml', 'connectors: [trace]\n');
  const events = async (...args: readonly string[]) =>
    (await shown(target, 'show', 'events', ...args)).table
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/ {2,}/, ' | '));
  expect(await events()).toEqual(['before measure | trace', 'after measure | trace', 'startup | trace']);
  expect(await events('--before')).toEqual(['before measure | trace']);
  expect(await events('--no-on')).toEqual(['before measure | trace', 'after measure | trace']);
  expect(await events('--all', '--on')).toEqual(expect.arrayContaining(['promote | -', 'startup | trace']));
  expect(await events('--by-connector', '--on')).toEqual(['trace | startup']);
});

test('servo show and servo list tell of every servo of the file, and of the one that is named', async () => {
  const target = await deployment();
  target.write(
    'servo.yaml',
    'name: a\ndescription: The shop\noptimizer: {id: example.com/shop, token: t0ken-1}\nconnectors: []\n---\nname: b\noptimizer: {minimize: price}\nconnectors: []\n',
  );
  const list = await shown(target, 'list');
  expect(list.table).toBe(
    [
      'NAME  OPTIMIZER                 DESCRIPTION',
      'a     opsani: example.com/shop  The shop',
      'b     embedded: minimize price  -',
    ].join('\n'),
  );
  expect(list.facts).toMatchObject({
    servos: [
      { name: 'a', optimizer: 'opsani' },
      { name: 'b', description: null },
    ],
  });
  expect((await shown(target, 'show', 'components')).table).toBe(
    'a\nNothing can be adjusted.\n\nb\nNothing can be adjusted.',
  );
  expect((await shown(target, 'show', 'components', '-n', 'b')).table).toBe('Nothing can be adjusted.');
});

test('servo show and servo list refuse what they do not know', async () => {
  const target = await deployment();
  const refused: readonly [args: readonly string[], stderr: RegExp][] = [
    [['show'], /Expected at least 1 argument/],
    [['show', 'metrix'], /: what: expected one of .*"metrics".*got "metrix"/],
    [['show', 'events', '--befor'], /Did you mean --before\?/],
    [['show', 'metrics', '-n', 'shop'], /There is no servo "shop"/],
    [['list', '-c', 'other.yaml'], /the file does not exist/],
  ];
  for (const [args, stderr] of refused)
    expect(await target.run(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(stderr) });
});
