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
  const text = deploymentManifest(manifest(), { b: '1.2.3', a: '1.2.4' });
  expect(JSON.parse(text ?? '')).toEqual({ private: true, dependencies: { a: '1.2.4', b: '1.2.3' } });
});

test('deploymentManifest() adds what is missing, and keeps the rest', () => {
  const path = manifest('{"name":"shop","dependencies":{"a":"file:../a.tgz","z":"1"},"scripts":{"x":"y"}}');
  expect(JSON.parse(deploymentManifest(path, { a: '1.2.3', b: '1.2.3' }) ?? '')).toEqual({
    name: 'shop',
    dependencies: { a: 'file:../a.tgz', b: '1.2.3', z: '1' },
    scripts: { x: 'y' },
  });
  expect(deploymentManifest(path, { a: '1.2.3' })).toBeUndefined();
});

test('deploymentManifest() moves what stands among those for development', () => {
  const path = manifest('{"devDependencies":{"a":"1.0.0","vite":"8"}}');
  expect(JSON.parse(deploymentManifest(path, { a: '1.2.3' }) ?? '')).toEqual({
    dependencies: { a: '1.0.0' },
    devDependencies: { vite: '8' },
  });
});

test.each(['{', '[]', 'null', '7'])('deploymentManifest() refuses %s', (text) => {
  expect(() => deploymentManifest(manifest(text), { a: '1' })).toThrow(
    expect.objectContaining({ code: 'PACKAGE_UNREADABLE' }),
  );
});
