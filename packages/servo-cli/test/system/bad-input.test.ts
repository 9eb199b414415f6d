import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Change, deployment, type Deployment, freePort, packages } from '../support/deployment.js';
import type { EndedServo } from '../support/servo-process.js';

/** What a user sees of a command that failed: the exit code and the message. */
function told({ code, stderr, stdout }: EndedServo): { readonly code: number | null; readonly text: string } {
  expect(`${stderr}${stdout}`).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m); // a stack trace
  const text = stderr.replace(/^.*\n[ |]*\^+\n/gm, ''); // the line in question, which other tests look at
  return { code, text: text.trimEnd() };
}

describe('servo, called wrongly,', () => {
  test.each([
    [['run', '--dry-run=maybe'], /Expected --dry-run alone, or --dry-run=true or --dry-run=false; got maybe/],
    [['run', '--dry-run', '--listen', 'abc'], /Expected an address such as 9321/],
    [['measure', '-d', '0s'], /Expected to measure for more than 0s, got 0s/],
    [['list', '-o'], /Expected a value after -o/],
    [['serve', '--help'], /Unknown command "serve"\n {2}The commands are init/],
    [['mesure'], /^error\[USAGE_INVALID\]: Unknown command "mesure"\n {2}Did you mean servo measure\?$/],
    [
      ['run', '--exit-when-don'],
      /^error\[USAGE_INVALID\]: Unknown option --exit-when-don\n {2}Did you mean --exit-when-done\?$/,
    ],
    [
      ['plan', '-o', 'xml'],
      /--output: expected one of "table", "json", "yaml", got "xml"\n {2}See servo plan --help\.$/,
    ],
    [['plan', '-c'], /Expected a value after -c/],
    [['-c', 'servo.yaml'], /No command was named/],
    [['adjust'], /Expected at least 1 argument, got 0/],
    [['adjust', 'web.cache'], /Expected component\.setting=value, got "web\.cache"\n {2}For example: servo adjust/],
    [['adjust', 'wbe.cache=200'], /wbe\.cache: there is no component "wbe"; there are web$/],
    [['adjust', 'web.cash=200'], /web\.cash: "web" has no such setting; it has cache$/],
    [['adjust', 'web.cache=500'], /web\.cache: Expected cache between 100 and 400, got 500$/],
    [
      ['adjust', 'web.cache=250'],
      /web\.cache: Expected cache in steps of 100 from 100, got 250; the nearest is [23]00$/,
    ],
    [['adjust', 'web.cache=200', 'web.cache=300'], /Expected one value for web\.cache, got several/],
    [['settings'], /Unknown command "settings"\n(.*\n)*.*Use servo config; with --origins/],
    [['inject-sidecar', 'deploy/web', '-n', 'shop'], /Unknown command "inject-sidecar"\n(.*\n)*.*No sidecar is needed/],
    [['--token', 'abc', 'run'], /Unknown option --token\n(.*\n)*.*set OPSANI_TOKEN\.$/],
    [['describe', '-f', 'json'], /Unknown option -f\n(.*\n)*.*Use -o table, -o json or -o yaml\.$/],
    [['measure', 'p98'], /Nobody measures p98; measured are .*latency_99th/],
    [
      ['measure', '--connector', 'autocanon'],
      /--connector: there is no connector "autocanon"\n(.*\n)*.*There are process, autocannon\.$/,
    ],
    [['measure', '-d', 'soon'], /Invalid duration 'soon'.*\n {2}Write a number with a unit, such as 30s/],
    [
      ['plan', '-c', 'other.yaml'],
      /: other\.yaml: the file does not exist; create it \(servo init does\), or name another one with -c$/,
    ],
  ])('servo %j exits 2 and says what was meant', async (args, text) => {
    const target = await deployment();
    expect(told(await target.run(args))).toEqual({ code: 2, text: expect.stringMatching(text) });
    expect(target.processes).toEqual([]);
  });
});

describe('servo, called wrongly, shows the word:', () => {
  test.each([
    [['mesure'], '  servo mesure\n        ^^^^^^\n'],
    [['run', '--exit-when-don=1'], '  servo run --exit-when-don=1\n            ^^^^^^^^^^^^^^^\n'],
    [['-o', 'xml', 'plan'], '  servo -o xml plan\n           ^^^\n'],
    [['plan', '--output=xml'], '  servo plan --output=xml\n                      ^^^\n'],
    [['plan', '-c'], '  servo plan -c\n             ^^\n'],
    [['plan', 'too much'], "  servo plan 'too much'\n             ^^^^^^^^^^\n"],
    [['measure', '-d', 'soon'], '  servo measure -d soon\n                   ^^^^\n'],
    [['measure', 'p98'], '  servo measure p98\n                ^^^\n'],
    [['adjust', 'web.cash=200'], '  servo adjust web.cash=200\n               ^^^^^^^^\n'],
    [['plan', '-n', 'shop'], '  servo plan -n shop\n                ^^^^\n'],
  ])('%j', async (args, excerpt) => {
    const { stderr } = await (await deployment()).run(args);
    expect(stderr).toContain(`\n${excerpt}`);
  });
});

describe('servo, with a wrong servo.yaml,', () => {
  const cases: readonly (readonly [Change, RegExp])[] = [
    [['  kind', '   kind'], /^error\[CONFIGURATION_MALFORMED\]:\s+servo\.yaml:\d+:\d+: /],
    [
      ['component:', 'componnet:'],
      /servo\.yaml:9:3: process\.componnet: unknown key "componnet"; did you mean "component"\?/,
    ],
    [
      ['autocannon: {', 'autocanon: {'],
      /servo\.yaml:\d+:1: autocanon: unknown key "autocanon"; did you mean "autocannon"\?/,
    ],
    [
      ['rate: 50', 'rate: fast'],
      /servo\.yaml:15:\d+: autocannon\.rate: has a wrong value \(expected a number, found "fast"\)/,
    ],
    [
      ['p99 < 5000ms', 'p99 < 200'],
      /\[CONSTRAINT_UNIT_MISSING\]: servo\.yaml:5:17: .*latency_99th is in ms; write the unit: p99 < 200ms/,
    ],
    [
      ['p99 < 5000ms', 'p99 < 200MiB'],
      /\[CONSTRAINT_UNIT_INCOMPATIBLE\]: servo\.yaml:5:17: .*in MiB, latency_99th is in ms; write the limit in ms/,
    ],
    [
      ['error_rate < 50%', 'eror_rate < 50%'],
      /\[CONSTRAINT_METRIC_UNKNOWN\]: servo\.yaml:5:31: .*no connector measures "eror_rate"; did you mean "error_rate"\?/,
    ],
    [
      ['minimize: price', 'minimize: cost'],
      /\[OBJECTIVE_METRIC_UNKNOWN\]: servo\.yaml:3:13: optimizer\.minimize: no connector measures "cost"/,
    ],
    [
      ['prices: {web.cache', 'prices: {web.cahce'],
      /\[PRICE_UNKNOWN\]: servo\.yaml:4:23: .*no setting is called "web\.cahce"; did you mean "web\.cache"\?/,
    ],
    [
      ['value: 400', 'value: 700'],
      /servo\.yaml:14:\d+: process\.settings\.cache: expected "value" to be a number between 100 and 400, got 700/,
    ],
    [
      ['[process, autocannon]', '[process]'],
      /autocannon: the connector "autocannon" is configured and not listed; add it to "connectors"/,
    ],
    [
      ['[process, autocannon]', '[process, autocanon]'],
      /servo\.yaml:7:23: connectors\[1\]: the connector "autocanon" is not installed; did you mean "autocannon"\?$/,
    ],
    [
      ['[process, autocannon]', '[process, autocannon, locust]'],
      /\[CONNECTOR_NOT_INSTALLED\]: .*"locust" is not installed.*\n {2}npm install .*@servo\/connector-locust/,
    ],
  ];
  test.each(cases)('%j exits 2 and says where, and what was expected', async (change, text) => {
    const target = await deployment(change);
    expect(told(await target.run(['run']))).toEqual({ code: 2, text: expect.stringMatching(text) });
    expect(target.processes).toEqual([]);
  });

  test('without an optimizer exits 2 and says what to add', async () => {
    const target = await deployment();
    target.write('servo.yaml', 'connectors: []\n');
    expect(told(await target.run(['run']))).toEqual({
      code: 2,
      text: expect.stringMatching(/servo\.yaml names no optimizer\n {2}Add "optimizer: /),
    });
  });

  test('and a wrong package.json beside it exits 2 and names the file', async () => {
    const target = await deployment();
    target.write('package.json', '{');
    expect(told(await target.run(['plan']))).toEqual({
      code: 2,
      text: expect.stringMatching(/^\S+package\.json cannot be read: /),
    });
  });
});

describe('servo, with a connector that cannot be used,', () => {
  /** Installs a package with one connector "trace". */
  function install(
    target: Deployment,
    { peer = '^1.0.0', entry = './index.js', exports = 'TraceConnector', source = '' },
  ): void {
    const folder = 'node_modules/servo-connector-trace';
    const connectors = { trace: { entry, export: exports } };
    const manifest = {
      name: 'servo-connector-trace',
      version: '1.2.0',
      type: 'module',
      servo: { manifest: 1, connectors },
    };
    target.write(`${folder}/package.json`, JSON.stringify({ ...manifest, peerDependencies: { '@servo/core': peer } }));
    target.write(`${folder}/index.js`, source);
  }

  const declared = JSON.stringify({ dependencies: { '@servo/cli': '1.0.0', 'servo-connector-trace': '1.2.0' } });

  test.each([
    [
      'a range that excludes this core',
      { peer: '^9.0.0' },
      /\[CONNECTOR_CORE_RANGE\]: .* needs @servo\/core \^9\.0\.0.*\n {2}\S/,
    ],
    [
      'an entry that is not there',
      { entry: './dist/gone.js' },
      /\[CONNECTOR_ENTRY_MISSING\]: .*dist\/gone\.js.*\n {2}\S/,
    ],
    [
      'an export that is not there',
      { source: 'export const other = 1;' },
      /\[CONNECTOR_EXPORT_MISSING\]: .*TraceConnector.*exports other\n/,
    ],
    [
      'an export that is no connector',
      { source: 'export class TraceConnector {}' },
      /\[CONNECTOR_EXPORT_INVALID\]: .*TraceConnector of servo-connector-trace is not a connector class.*A connector extends /s,
    ],
    [
      'code that does not run',
      { source: 'import "nowhere";' },
      /\[CONNECTOR_IMPORT_FAILED\]: .*The connector "trace" cannot be loaded from \S+: Cannot find package 'nowhere'/,
    ],
  ])('%s: exits 2 and says so', async (_, broken, text) => {
    const target = await deployment();
    install(target, broken);
    target.write('package.json', declared);
    target.write('servo.yaml', 'connectors: [trace]\n');
    expect(told(await target.run(['describe']))).toEqual({ code: 2, text: expect.stringMatching(text) });
  });

  test('installed and not declared: exits 2 and says how to declare it', async () => {
    const target = await deployment();
    install(target, {});
    target.write('servo.yaml', 'connectors: [trace]\n');
    expect(told(await target.run(['describe']))).toEqual({
      code: 2,
      text: expect.stringMatching(/\[CONNECTOR_NOT_DECLARED\]: .*\n {2}npm install .*servo-connector-trace@1\.2\.0$/),
    });
  });
});

describe('servo, with a service that does not work,', () => {
  test.each([
    [
      'crashes at the start',
      { CRASH_AT_START: '1' },
      [],
      /ended with exit code 3 before it was ready; its last lines were:\n {2}the database is gone/,
    ],
    [
      'is never ready',
      { NEVER_READY: '1' },
      [['timeout: 20s', 'timeout: 500ms']] as const,
      /was not ready within 500ms \(connect ECONNREFUSED 127\.0\.0\.1:\d+\)/,
    ],
  ])('that %s: run and measure exit 1 and show its last words', async (_, env, changes, text) => {
    const target = await deployment(...changes);
    for (const command of ['run', 'measure'])
      expect(told(await target.run([command], env))).toEqual({ code: 1, text: expect.stringMatching(text) });
    expect(target.processes).toEqual([]);
  });

  test('whose port is taken: exits 1 and says how to find out by whom', async () => {
    const target = await deployment();
    const other = createServer((_, response) => response.end('someone else')).listen(target.port, '127.0.0.1');
    onTestFinished(() => void other.close());
    expect(told(await target.run(['run']))).toEqual({
      code: 1,
      text: expect.stringMatching(
        /\[ADDRESS_IN_USE\]: Expected 127\.0\.0\.1:\d+ to be free for "web".*\n {2}.*lsof -i :\d+/,
      ),
    });
  });

  test('that dies while it is measured: measure exits 1, and a run ends as failed', async () => {
    const target = await deployment();
    const env = { CRASH_AFTER: '10' };
    expect(told(await target.run(['measure', '-l', 'error'], env))).toEqual({
      code: 1,
      text: expect.stringMatching(
        /\[MEASUREMENT_FAILED\]: "web" ended by itself with exit code 4; its last lines were:\n {2}out of ideas/,
      ),
    });
    const { code, stdout } = await target.run(['run', '--exit-when-done'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('out of ideas') });
    expect(target.processes).toEqual([]);
  });

  test('that is not where the load goes: exits 1 and names the address', async () => {
    const target = await deployment();
    target.configure([`{url: "http://127.0.0.1:${target.port}/"`, `{url: "http://127.0.0.1:${await freePort()}/"`]);
    expect(told(await target.run(['measure']))).toEqual({
      code: 1,
      text: expect.stringMatching(
        /\[MEASUREMENT_FAILED\]: http:\/\/127\.0\.0\.1:\d+\/ took no connection in .*ECONNREFUSED\n {2}Check /,
      ),
    });
  });
});

describe('servo, with a state directory that cannot be used,', () => {
  test('because a file is in its place: exits 1 and says what to do', async () => {
    const target = await deployment();
    target.write('.servo', '');
    expect(told(await target.run(['run']))).toEqual({
      code: 1,
      text: expect.stringMatching(
        /\[STATE_UNWRITABLE\]: Cannot write to the state directory \S+\.servo: .*\n {2}.*SERVO_STATE_DIR/,
      ),
    });
  });

  test('because a servo runs on it: exits 1 and names the process', async () => {
    const target = await deployment();
    const first = target.start(['run', '-o', 'json']);
    await first.event('connected');
    expect(told(await target.run(['measure']))).toEqual({
      code: 1,
      text: expect.stringMatching(
        /\[STATE_LOCKED\]: Process \d+ already runs a servo on \S+\n {2}Stop it \(kill \d+\), or /,
      ),
    });
    expect((await target.run(['describe'])).code).toBe(0);
  });

  test.each([
    [
      'studies.sqlite',
      'this is no database, however long one looks at it '.repeat(20),
      /\[STORE_CORRUPT\]: The store \S+studies\.sqlite cannot be read: .*\n {2}Restore it from a backup, or move it away/,
    ],
    [
      'journal.jsonl',
      'nonsense\n',
      /\[JOURNAL_CORRUPT\]: Line 1 of the journal \S+journal\.jsonl cannot be read\n {2}Put the target into the state that you want, then delete the file\./,
    ],
    [
      'process/process.json',
      '{',
      /\[PROCESS_STATE_CORRUPT\]: Cannot understand the settings in force in \S+process\.json: it is not JSON\n {2}Repair the file, or delete it/,
    ],
  ])('because %s is damaged: exits 1 and names the file', async (file, content, text) => {
    const target = await deployment();
    target.write(`.servo/${file}`, content);
    expect(told(await target.run(['run']))).toEqual({ code: 1, text: expect.stringMatching(text) });
    expect(target.processes).toEqual([]);
  });
});

test('servo run ends in good order when nobody reads its output any more', async () => {
  const target = await deployment();
  const servo = target.start(['run', '-o', 'json']);
  await servo.event('command-started', ({ command }) => command === 'MEASURE');
  servo.closeOutput();
  const { code, stderr } = await servo.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(target.processes).toEqual([]);
});

test.skipIf(!existsSync('/dev/full')).each<[command: string, code: number]>([
  ['--help', 1],
  ['--version', 1],
  ['version', 1],
  ['schema', 1],
  ['validate -o json -c nowhere.yaml', 2],
])('servo %s exits %d and says why when its result cannot be written', (command, code) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(packages, 'servo-cli/dist/bin.js'), ...command.split(' ')],
    {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      encoding: 'utf8',
    },
  );
  const stopped = {
    status: code,
    stderr: 'Standard output cannot be written: ENOSPC: no space left on device, write\n',
  };
  expect({ status, stderr }).toEqual(stopped);
});
