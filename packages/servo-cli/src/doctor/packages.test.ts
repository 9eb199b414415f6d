import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { discover } from '@servo/core/documents';
import { expect, onTestFinished, test } from 'vitest';
import { packageFindings } from './packages.js';

/** What is found of the versions that a deployment in the folder `shop` depends on. */
function versions(range: string, files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const manifest = JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: { '@servo/core': range } });
  for (const [name, text] of Object.entries({ 'shop/package.json': manifest, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return packageFindings(discover(join(folder, 'shop'))).find(({ name }) => name === 'versions');
}

test.each(['1.2.3', '1.2.3-rc.1', 'file:../core.tgz', 'workspace:*', 'catalog:'])(
  'packageFindings() takes %s for exact',
  (range) => {
    expect(versions(range)).toMatchObject({ status: 'well', message: 'all are exact' });
  },
);

test.each(['^1.2.3', '1.0.0 || *', '1.x', 'latest'])('packageFindings() takes %s for loose', (range) => {
  expect(versions(range)).toMatchObject({
    status: 'warning',
    message: expect.stringContaining(`@servo/core ${range}`),
  });
});

test('packageFindings() lets the lock file of the deployment, or of its workspace, hold the versions', () => {
  const held = { status: 'well', message: 'a lock file holds them' };
  expect(versions('^1.0.0', { 'shop/package-lock.json': '{}' })).toMatchObject(held);
  expect(versions('^1.0.0', { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': '' })).toMatchObject(held);
  expect(versions('^1.0.0', { 'package-lock.json': '{}', 'package.json': '{"workspaces":["shop"]}' })).toMatchObject(
    held,
  );
  expect(versions('^1.0.0', { 'package-lock.json': '{}' })).toMatchObject({ status: 'warning' });
});
