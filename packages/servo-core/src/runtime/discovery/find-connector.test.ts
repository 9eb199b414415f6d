import { describe, expect, test } from 'vitest';
import { connectorPackage, dependingOn, trace } from '../../../test/support/connector-package.js';
import { temporaryFolder, type Tree } from '../../../test/support/temporary-folder.js';
import { discover } from './discover.js';
import { findConnector } from './find-connector.js';

const find = (identifier: string, tree: Tree) => findConnector(identifier, discover(temporaryFolder(tree)));

const two: Tree = {
  'package.json': dependingOn('@acme/trace', 'servo-connector-trace'),
  ...connectorPackage('node_modules/@acme/trace'),
  ...connectorPackage('node_modules/servo-connector-trace', { servo: trace({ export: 'Other' }) }),
};

describe('findConnector() finds', () => {
  test.for(['trace', '@acme/trace/trace'])('a connector as %s', (identifier) => {
    const tree = {
      'package.json': dependingOn('@acme/trace'),
      ...connectorPackage('node_modules/@acme/trace'),
    };
    expect(find(identifier, tree)).toMatchObject({ package: '@acme/trace', export: 'Trace' });
  });

  test('one of two with the same short name by the package', () => {
    expect(find('servo-connector-trace/trace', two)).toMatchObject({ export: 'Other' });
  });
});

describe('findConnector() fails with a code and a hint:', () => {
  test.for<[what: string, identifier: string, tree: Tree, error: object]>([
    [
      'two packages claim the name',
      'trace',
      two,
      {
        code: 'CONNECTOR_AMBIGUOUS',
        message: 'Several packages have a connector "trace": @acme/trace/trace, servo-connector-trace/trace',
        hint: 'Say which in servo.yaml: connectors: {trace: "@acme/trace/trace"}',
      },
    ],
    [
      'it is refused',
      'trace',
      {
        'package.json': dependingOn('trace'),
        ...connectorPackage('node_modules/trace', { servo: trace({ entry: './gone.mjs' }) }),
      },
      {
        code: 'CONNECTOR_ENTRY_MISSING',
        message: 'The connector "trace" cannot be used: trace announces the file ./gone.mjs, which is not there',
        hint: 'Build the package, or install it again: npm install trace@1.2.0',
      },
    ],
    [
      'its package has an unreadable manifest',
      'trace',
      {
        'package.json': dependingOn('@acme/trace'),
        ...connectorPackage('node_modules/@acme/trace', { servo: trace({ licence: 'MIT' }) }),
      },
      { code: 'CONNECTOR_MANIFEST_INVALID', hint: 'Tell the author of @acme/trace.' },
    ],
    [
      'it is installed under a usual name and not declared',
      'trace',
      { 'package.json': dependingOn('@servo/cli'), ...connectorPackage('node_modules/servo-connector-trace') },
      {
        code: 'CONNECTOR_NOT_DECLARED',
        message:
          'The connector "trace" is installed (servo-connector-trace@1.2.0) but is not one of the deployment\'s "dependencies"',
        hint: 'npm install --save-prod --save-exact servo-connector-trace@1.2.0',
      },
    ],
    [
      'it is installed under another name and not declared',
      '@acme/tools/trace',
      { 'package.json': dependingOn('@servo/cli'), ...connectorPackage('node_modules/@acme/tools') },
      {
        code: 'CONNECTOR_NOT_DECLARED',
        hint: 'npm install --save-prod --save-exact @acme/tools@1.2.0',
      },
    ],
    [
      'it is a development dependency',
      'trace',
      {
        'package.json': { devDependencies: { '@servo/cli': '*', '@servo/connector-trace': '*' } },
        ...connectorPackage('node_modules/@servo/connector-trace'),
      },
      {
        code: 'CONNECTOR_NOT_DECLARED',
        hint: 'npm install --save-prod --save-exact @servo/connector-trace@1.2.0',
      },
    ],
    [
      'it is not installed',
      'locust',
      { 'package.json': dependingOn('trace'), ...connectorPackage('node_modules/trace') },
      {
        code: 'CONNECTOR_NOT_INSTALLED',
        message: 'The connector "locust" is not installed (installed: trace)',
        hint: 'npm install --save-exact @servo/connector-locust',
      },
    ],
    [
      'it is not installed, but one of nearly that name',
      'trance',
      { 'package.json': dependingOn('trace'), ...connectorPackage('node_modules/trace') },
      { hint: 'Did you mean "trace"? If not: npm install --save-exact @servo/connector-trance' },
    ],
    [
      'no connector is installed',
      '@acme/tools/trace',
      { 'package.json': dependingOn('@servo/cli') },
      {
        code: 'CONNECTOR_NOT_INSTALLED',
        message: 'The connector "@acme/tools/trace" is not installed (none is installed)',
        hint: 'npm install --save-exact @acme/tools',
      },
    ],
    [
      'it is a package',
      '@acme/tools',
      { 'package.json': dependingOn('@acme/tools'), ...connectorPackage('node_modules/@acme/tools') },
      {
        code: 'CONNECTOR_NOT_INSTALLED',
        message: '"@acme/tools" is a package, not a connector',
        hint: 'Write "trace" or "@acme/tools/trace".',
      },
    ],
    [
      'there is no deployment',
      'trace',
      {},
      {
        code: 'CONNECTOR_NOT_INSTALLED',
        message: 'There is no deployment here: no package.json lists the connector "trace"',
        hint: 'npm init -y && npm install --save-exact @servo/core @servo/cli @servo/connector-trace',
      },
    ],
    [
      'the name leads out of node_modules',
      '../../etc',
      { 'package.json': dependingOn('@servo/cli') },
      { code: 'CONNECTOR_NOT_INSTALLED' },
    ],
  ])('%s', ([, identifier, tree, error]) => {
    expect(() => find(identifier, tree)).toThrow(expect.objectContaining({ hint: expect.any(String), ...error }));
  });

  test('one of the same package that has another name', () => {
    const tree = {
      'package.json': dependingOn('@servo/cli'),
      ...connectorPackage('node_modules/servo-connector-jaeger'),
    };
    expect(() => find('jaeger', tree)).toThrow(expect.objectContaining({ code: 'CONNECTOR_NOT_INSTALLED' }));
  });
});
