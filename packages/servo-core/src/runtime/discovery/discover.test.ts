import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectorPackage, dependingOn, trace } from '../../../test/support/connector-package.js';
import { temporaryFolder, type Tree } from '../../../test/support/temporary-folder.js';
import { coreVersion } from '../../core-version.js';
import { discover } from './discover.js';

/** A deployment with one package `trace` as npm installs it. */
function installed(changes: Parameters<typeof connectorPackage>[1] = {}, more: Tree = {}): string {
  return temporaryFolder({
    'package.json': dependingOn('trace'),
    ...connectorPackage('node_modules/trace', changes),
    ...more,
  });
}

const refusalOf = (folder: string) => discover(folder).candidates[0]?.refusal;

describe('discover() finds', () => {
  test('what npm installs, without running it', () => {
    const folder = installed();
    expect(discover(folder)).toMatchObject({
      deployment: { root: folder },
      candidates: [
        {
          name: 'trace',
          package: 'trace',
          version: '1.2.0',
          description: 'Follows requests',
          maturity: 'experimental',
          entry: join(folder, 'node_modules/trace/index.mjs'),
          export: 'Trace',
          refusal: undefined,
        },
      ],
    });
  });

  test('what pnpm links from its store', () => {
    const home = 'node_modules/.pnpm/@acme+trace@1.2.0/node_modules/@acme/trace';
    const folder = temporaryFolder({
      'package.json': dependingOn('@acme/trace'),
      ...connectorPackage(home, { name: '@acme/trace' }),
      'node_modules/@acme/trace': { link: home },
    });
    expect(discover(folder).candidates).toMatchObject([
      { package: '@acme/trace', entry: join(folder, home, 'index.mjs'), refusal: undefined },
    ]);
  });

  test('what a workspace links, from a folder below the one that declares it', () => {
    const folder = temporaryFolder({
      'package.json': { workspaces: ['packages/*', 'apps/*'] },
      'apps/shop/package.json': dependingOn('trace'),
      'apps/shop/config/servo.yaml': '',
      ...connectorPackage('packages/trace', { name: 'trace' }),
      'node_modules/trace': { link: 'packages/trace' },
    });
    expect(discover(join(folder, 'apps/shop/config'))).toMatchObject({
      deployment: { root: join(folder, 'apps/shop') },
      candidates: [{ entry: join(folder, 'packages/trace/index.mjs'), refusal: undefined }],
    });
  });

  test('a connector of the deployment itself, also among those that it depends on', () => {
    const folder = temporaryFolder({
      ...connectorPackage('.', { name: 'shop', dependencies: { trace: '*' }, servo: trace({ export: 'Own' }) }),
      ...connectorPackage('node_modules/trace'),
    });
    expect(discover(folder).candidates.map((each) => `${each.package}: ${each.export}`)).toEqual([
      'shop: Own',
      'trace: Trace',
    ]);
  });

  test('optional dependencies, and passes over those that are not installed or are no connectors', () => {
    const folder = temporaryFolder({
      'package.json': { dependencies: { plain: '*', gone: '*' }, optionalDependencies: { trace: '*' } },
      'node_modules/plain/package.json': { name: 'plain' },
      ...connectorPackage('node_modules/trace'),
    });
    expect(discover(folder).candidates.map(({ name }) => name)).toEqual(['trace']);
  });

  test('nothing that is merely installed', () => {
    const folder = temporaryFolder({
      'package.json': dependingOn('@servo/cli'),
      ...connectorPackage('node_modules/trace'),
    });
    expect(discover(folder)).toMatchObject({ deployment: { root: folder }, candidates: [] });
  });

  test('no deployment where no package.json has to do with servos', () => {
    expect(discover(temporaryFolder({ 'package.json': dependingOn('left-pad') }))).toEqual({ candidates: [] });
  });

  test('the deployment that has its packages among the development dependencies', () => {
    const folder = temporaryFolder({ 'package.json': { devDependencies: { '@servo/cli': '*' } } });
    expect(discover(folder).deployment?.root).toBe(folder);
  });
});

describe('discover() refuses', () => {
  test.for<[what: string, servo: unknown, message: string]>([
    ['an entry outside', trace({ entry: '../other/index.mjs' }), 'connectors.trace.entry: expected a file below'],
    ['a missing export', trace({ export: undefined }), 'connectors.trace.export'],
    ['an unknown key', trace({ licence: 'MIT' }), 'licence'],
    ['no connectors', { manifest: 1, connectors: {} }, 'expected at least one connector'],
    [
      'a list of connectors',
      { manifest: 1, connectors: [{ name: 'trace' }] },
      'connectors: Invalid input: expected record',
    ],
    ['a text', 'trace', 'expected object'],
    ['null', null, 'expected object'],
  ])('a manifest with %s', ([, servo, message]) => {
    const folder = installed({ servo });
    expect(discover(folder).candidates.map(({ name }) => name)).toEqual(['trace']);
    expect(refusalOf(folder)).toMatchObject({
      code: 'CONNECTOR_MANIFEST_INVALID',
      message: expect.stringContaining(message),
      hint: 'Tell the author of trace.',
    });
  });

  test('the package of a linked folder that is called a connector and has no manifest', () => {
    const folder = temporaryFolder({
      'package.json': { dependencies: { '@servo/cli': '*', '@acme/servo-connector-trace': 'file:../trace' } },
      'trace/package.json': { name: '@acme/servo-connector-trace', version: '1.2.0', Servo: trace() },
      'node_modules/@acme/servo-connector-trace': { link: 'trace' },
    });
    expect(discover(folder).candidates).toMatchObject([
      {
        name: '@acme/servo-connector-trace',
        refusal: {
          code: 'CONNECTOR_MANIFEST_INVALID',
          message: 'The field "servo" in the package.json of @acme/servo-connector-trace is missing',
        },
      },
    ]);
  });

  test('what is a development dependency alone, with the command that makes it another', () => {
    const folder = temporaryFolder({
      'package.json': {
        dependencies: { trace: '*' },
        devDependencies: { trace: '*', other: '*', '@acme/own': 'file:../own' },
      },
      ...connectorPackage('node_modules/trace'),
      ...connectorPackage('node_modules/other'),
      ...connectorPackage('node_modules/@acme/own', {
        servo: { manifest: 1, connectors: { own: { entry: './index.mjs', export: 'Own' } } },
      }),
    });
    expect(discover(folder).candidates).toMatchObject([
      { name: 'trace', package: 'trace', refusal: undefined },
      {
        name: 'own',
        refusal: { code: 'CONNECTOR_NOT_DECLARED', hint: 'npm install --save-prod --save-exact file:../own' },
      },
    ]);
  });

  test('a newer manifest, by name, with the command that installs what it needs', () => {
    const servo = { manifest: 2, connectors: { trace: { wasm: './trace.wasm' } }, more: true };
    const folder = installed({ servo, peerDependencies: { '@servo/core': '^2.3.0' } });
    expect(discover(folder).candidates).toMatchObject([
      {
        name: 'trace',
        refusal: {
          code: 'CONNECTOR_MANIFEST_NEWER',
          message: expect.stringContaining(`form 2; this version of @servo/core (${coreVersion}) knows 1`),
          hint: 'npm install --save-exact "@servo/core@^2.3.0"',
        },
      },
    ]);
  });

  test('a package for another core', () => {
    expect(refusalOf(installed({ peerDependencies: { '@servo/core': '^7.1.0' } }))).toMatchObject({
      code: 'CONNECTOR_CORE_RANGE',
      message: `trace@1.2.0 needs @servo/core ^7.1.0, this is ${coreVersion}`,
      hint: expect.stringContaining('^7.1.0'),
    });
  });

  test.for(['*', `^${coreVersion}`, `>=${coreVersion} <99`, 'workspace:*', 'catalog:', 'latest', 'file:../core'])(
    'no package that asks for core as %s',
    (range) => {
      expect(refusalOf(installed({ peerDependencies: { '@servo/core': range } }))).toBeUndefined();
    },
  );

  test('an entry that is missing, a folder, or a link to nowhere', () => {
    const entries: readonly Tree[] = [
      {},
      { 'node_modules/trace/main.mjs/index.js': '' },
      { 'node_modules/trace/main.mjs': { link: 'nowhere' } },
    ];
    for (const more of entries)
      expect(refusalOf(installed({ servo: trace({ entry: './main.mjs' }) }, more))).toMatchObject({
        code: 'CONNECTOR_ENTRY_MISSING',
        message: 'trace announces the file ./main.mjs, which is not there',
      });
  });

  test('an entry that a link takes out of the package', () => {
    const folder = installed(
      { servo: trace({ entry: './main.mjs' }) },
      { 'evil.mjs': '', 'node_modules/trace/main.mjs': { link: 'evil.mjs' } },
    );
    expect(refusalOf(folder)).toMatchObject({
      code: 'CONNECTOR_ENTRY_OUTSIDE',
      message: 'trace announces the file ./main.mjs, which lies outside of the package',
    });
  });

  test('no entry behind a link within the package', () => {
    const folder = installed(
      { servo: trace({ entry: './main.mjs' }) },
      { 'node_modules/trace/main.mjs': { link: 'node_modules/trace/index.mjs' } },
    );
    expect(refusalOf(folder)).toBeUndefined();
  });

  test.for(['a b', '-x', 'settings', 'optimizer', ''])('the name %j', (name) => {
    const servo = { manifest: 1, connectors: { [name]: { entry: './index.mjs', export: 'Trace' } } };
    expect(refusalOf(installed({ servo }))).toMatchObject({ code: 'CONNECTOR_NAME_INVALID' });
  });

  test('one connector of a package without the others', () => {
    const servo = {
      manifest: 1,
      connectors: {
        good: { entry: './index.mjs', export: 'Trace' },
        bad: { entry: './gone.mjs', export: 'Trace' },
      },
    };
    expect(discover(installed({ servo })).candidates.map(({ name, refusal }) => [name, refusal?.code])).toEqual([
      ['good', undefined],
      ['bad', 'CONNECTOR_ENTRY_MISSING'],
    ]);
  });
});
