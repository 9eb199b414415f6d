import { execFileSync } from 'node:child_process';
import { cpSync, globSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Deployment, freePort, packages, temporaryFolder } from '../support/deployment.js';

const published = ['servo-core', 'servo-cli', 'servo-search', 'servo-optimizer'];
const connectors = ['servo-load', 'connector-process', 'connector-autocannon', '../examples/custom-connector'];

let target: Deployment;

/** Runs a program of npm, as a user would in the folder of the deployment. */
function npm(program: 'npm' | 'npx' | 'pnpm', args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(async () => {
  const tarballs = temporaryFolder();
  const folder = temporaryFolder();
  for (const each of [...published, ...connectors])
    npm('pnpm', ['pack', '--pack-destination', tarballs], join(packages, each));
  const files = readdirSync(tarballs).map((name) => join(tarballs, name));
  npm('npm', ['init', '-y'], folder);
  npm('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...files], folder);
  rmSync(tarballs, { recursive: true });
  target = new Deployment({ folder, port: await freePort(), command: [join(folder, 'node_modules/.bin/servo')] });
});

afterAll(() => target.remove());

describe('the packed packages, installed in an empty folder,', () => {
  test('optimize a service by npx', async () => {
    const npx = new Deployment({ folder: target.folder, port: target.port, command: ['npx', '--offline', 'servo'] });
    const { code, stderr, events } = await npx.run(['run', '-c', 'servo.yaml', '--exit-when-done', '-o', 'json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    const finished = events.flatMap((each) =>
      each.type === 'study' && each.event.type === 'study-finished' ? [each.event] : [],
    );
    expect(finished).toMatchObject([
      {
        report: {
          conclusion: 'improved',
          left: 'restored',
          recommended: { verdict: 'met' },
          saving: expect.any(Number),
        },
      },
    ]);
    expect(target.processes).toEqual([]);
  });

  test('stand alone: no workspace is behind them, and there is one core', () => {
    for (const name of readdirSync(join(target.folder, 'node_modules/@servo')))
      expect(lstatSync(join(target.folder, 'node_modules/@servo', name)).isDirectory()).toBe(true);
    expect(globSync('**/@servo/core/package.json', { cwd: target.folder })).toHaveLength(1);
  });

  test.each([
    [['--version'], /^1\.\d+\.\d+$/],
    [['--help'], /servo run .*\n.*servo plan /],
    [['version'], /^@servo\/cli 1\.\S+\n@servo\/core 1\.\S+\n/],
    [['plan'], /web\.cache +400 +100 to 400 in steps of 100 +priced[^]*At most \d+ measurements/],
    [['describe'], /web\.cache +400 +100 to 400[^]*latency_99th +ms/],
    [['check'], /^(?=[^]*passed +process)(?=[^]*passed +autocannon)/],
    [['measure', 'throughput'], /METRIC +UNIT +READING\nthroughput +rpm +\d/],
    [['restore'], /^Nothing to restore/],
  ])('servo %j works', async (args, text) => {
    const { code, stdout, stderr } = await target.run(args);
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(text) });
    expect(target.processes).toEqual([]);
  });

  test('servo adjust sets a value, which servo restore takes back where it was not meant to stay', async () => {
    expect(await target.run(['adjust', 'web.cache=300', '--no-keep'])).toMatchObject({
      code: 0,
      stdout: 'Set web.cache=300',
    });
    expect(target.stored.settings.cache).toBe(300);
    expect(await target.run(['restore'])).toMatchObject({ code: 0, stdout: 'Restored cache=400' });
    expect(target.stored.settings.cache).toBe(400);
    expect(target.processes).toEqual([]);
  });

  test('list the connectors, that of somebody else among them, and use it', async () => {
    const { code, stdout } = await target.run(['connectors', '-o', 'json']);
    expect(code).toBe(0);
    const listed = JSON.parse(stdout) as {
      readonly connectors: readonly { readonly name: string; readonly package: string }[];
    }; // its form
    expect(listed.connectors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'process', package: '@servo/connector-process' }),
        expect.objectContaining({ name: 'autocannon', package: '@servo/connector-autocannon' }),
        expect.objectContaining({ name: 'spool', package: 'servo-connector-spool' }),
      ]),
    );
    target.write('spool.yaml', 'spool: {path: .}\n');
    expect(await target.run(['describe', '-c', 'spool.yaml'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('spool'),
    });
  });

  test('run the version of the command that the deployment pins, whichever copy is called', async () => {
    const other = join(target.folder, 'other');
    mkdirSync(join(other, 'node_modules/@servo'), { recursive: true });
    writeFileSync(join(other, 'package.json'), JSON.stringify({ dependencies: { '@servo/cli': '9.8.7' } }));
    const copy = join(other, 'node_modules/@servo/cli');
    cpSync(join(target.folder, 'node_modules/@servo/cli'), copy, { recursive: true });
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ name: '@servo/cli', version: '9.8.7', type: 'module' }));
    writeFileSync(join(copy, 'dist/index.js'), 'export const main = async (argv) => console.log("9.8.7", ...argv);');

    const pinned = ['plan', '-c', 'other/servo.yaml'];
    expect(await target.run(pinned)).toMatchObject({ code: 0, stdout: `9.8.7 ${pinned.join(' ')}` });
    expect(await target.run(['plan'], { SERVO_CONFIG_FILE: 'other/servo.yaml' })).toMatchObject({
      stdout: '9.8.7 plan',
    });
    const version = execFileSync(join(target.folder, 'node_modules/.bin/servo'), ['--version'], { cwd: other });
    expect(version.toString().trim()).toBe('9.8.7');
  });

  test('say what to install when the optimizer is not there', async () => {
    rmSync(join(target.folder, 'node_modules/@servo/optimizer'), { recursive: true });
    const { code, stderr } = await target.run(['run']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /\[OPTIMIZER_NOT_INSTALLED\]: .*\n {2}npm install --save-exact @servo\/optimizer\n$/,
      ),
    });
    expect((await target.run(['describe'])).code).toBe(0);
  });
});
