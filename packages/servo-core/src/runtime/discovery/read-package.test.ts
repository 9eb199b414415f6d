import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectorPackage } from '../../../test/support/connector-package.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { readPackage, resolvePackage } from './read-package.js';

describe('readPackage()', () => {
  test('answers nothing for a folder without package.json', () => {
    expect(readPackage(temporaryFolder())).toBeUndefined();
  });

  test('takes what it knows, and leaves out what has the wrong form', () => {
    const json = { name: 7, version: '1.0.0', dependencies: ['a'], optionalDependencies: { a: '1', b: 2 } };
    expect(readPackage(temporaryFolder({ 'package.json': json }))?.manifest).toEqual({
      name: '',
      version: '1.0.0',
      dependencies: { 0: 'a' },
      optionalDependencies: { a: '1' },
      devDependencies: {},
      peerDependencies: {},
      servo: undefined,
    });
  });

  test('reads a file that begins with a byte order mark', () => {
    expect(readPackage(temporaryFolder({ 'package.json': '\uFEFF{"name":"a"}' }))?.manifest.name).toBe('a');
  });

  test.for(['', '{"name":', '[]', 'null', '"text"'])('refuses the package.json %j, and names the file', (text) => {
    const folder = temporaryFolder({ 'package.json': text });
    expect(() => readPackage(folder)).toThrow(
      expect.objectContaining({
        code: 'PACKAGE_UNREADABLE',
        message: expect.stringContaining(join(folder, 'package.json')),
        hint: expect.any(String),
      }),
    );
  });
});

describe('resolvePackage()', () => {
  test('finds what is hoisted to a folder above', () => {
    const folder = temporaryFolder(connectorPackage('node_modules/trace'));
    expect(resolvePackage('trace', join(folder, 'apps/shop'))?.root).toBe(join(folder, 'node_modules/trace'));
  });

  test('finds a package that does not export its package.json', () => {
    const folder = temporaryFolder(connectorPackage('node_modules/@acme/trace', { exports: { '.': './index.mjs' } }));
    expect(resolvePackage('@acme/trace', folder)?.manifest.name).toBe('@acme/trace');
  });

  test('finds a package whose exports lead to another package.json', () => {
    const folder = temporaryFolder({
      ...connectorPackage('node_modules/trace', { exports: { './*': './dist/*' } }),
      'node_modules/trace/dist/package.json': { type: 'commonjs' },
    });
    expect(resolvePackage('trace', folder)?.manifest.name).toBe('trace');
  });

  test('follows links to where the package is', () => {
    const folder = temporaryFolder({
      ...connectorPackage('store/trace@1.2.0/node_modules/trace'),
      'node_modules/trace': { link: 'store/trace@1.2.0/node_modules/trace' },
    });
    expect(resolvePackage('trace', folder)?.root).toBe(join(folder, 'store/trace@1.2.0/node_modules/trace'));
  });

  test('answers nothing for what is not installed', () => {
    expect(resolvePackage('servo-connector-that-nobody-has', temporaryFolder())).toBeUndefined();
  });

  test('does not pass over a broken package.json', () => {
    const folder = temporaryFolder({ 'node_modules/trace/package.json': '{' });
    expect(() => resolvePackage('trace', folder)).toThrow(expect.objectContaining({ code: 'PACKAGE_UNREADABLE' }));
  });
});
