import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deploymentManifest } from './deployment-manifest.js';

/** The path of a package.json, with a text or not there. */
function manifest(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'servo-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'package.json');
  if (text !== undefined) writeFileSync(path, text);
  return path;
}

test('deploymentManifest() makes a package.json with exact versions where there is none', () => {
  const text = deploymentManifest(manifest(), ['b', 'a'], '1.2.3');
  expect(JSON.parse(text ?? '')).toEqual({ private: true, dependencies: { a: '1.2.3', b: '1.2.3' } });
});

test('deploymentManifest() adds what is missing, and keeps the rest', () => {
  const path = manifest('{"name":"shop","dependencies":{"a":"file:../a.tgz","z":"1"},"scripts":{"x":"y"}}');
  expect(JSON.parse(deploymentManifest(path, ['a', 'b'], '1.2.3') ?? '')).toEqual({
    name: 'shop',
    dependencies: { a: 'file:../a.tgz', b: '1.2.3', z: '1' },
    scripts: { x: 'y' },
  });
  expect(deploymentManifest(path, ['a'], '1.2.3')).toBeUndefined();
});

test('deploymentManifest() refuses what is no JSON', () => {
  expect(() => deploymentManifest(manifest('{'), ['a'], '1')).toThrow(
    expect.objectContaining({ code: 'PACKAGE_UNREADABLE' }),
  );
});
