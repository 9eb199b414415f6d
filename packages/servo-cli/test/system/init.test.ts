import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deployment } from '../support/deployment.js';

test('servo init makes a deployment that plans and runs', async () => {
  const target = await deployment();
  const url = `http://127.0.0.1:${target.port}/`;
  const made = await target.run(['init', '--force', '--command', 'node service.mjs', '--url', url]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Next: npm install') });
  expect(made.stdout).not.toContain('Nobody said');
  const manifest = JSON.parse(readFileSync(join(target.folder, 'package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({ private: true, dependencies: versionsOf('connector-process', 'servo-optimizer') });
  expect(await target.run(['plan'])).toMatchObject({ code: 0, stdout: expect.stringContaining('app.workers') });
  const checked = await target.run(['describe'], { PORT: String(target.port) });
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/app\.workers +4/) });
}, 30_000);

test('servo init takes a command apart as a shell does', async () => {
  const target = await deployment();
  const { stdout } = await target.run([
    'init',
    '-c',
    'quoted/servo.yaml',
    '--command',
    `node "my server.js" --title 'a b'`,
  ]);
  expect(stdout).toContain('Nobody said --url: correct that in servo.yaml.');
  const written = readFileSync(join(target.folder, 'quoted/servo.yaml'), 'utf8');
  expect(written).toContain('command: [node, my server.js, --title, a b]');
});

test('servo init makes one for a remote optimizer, which asks for its token', async () => {
  const target = await deployment();
  const made = await target.run(['init', '-c', 'shop/servo.yaml', '--id', 'example.com/shop', '-o', 'json']);
  expect(made.code).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({
    version: 1,
    written: [expect.stringContaining('shop/servo.yaml'), expect.any(String)],
  });
  const run = await target.run(['run', '-c', 'shop/servo.yaml']);
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('token_file') });
});

test.each([
  [['init'], 'There is already'],
  [['init', '--force', '--url', 'nowhere'], 'Expected a URL'],
  [['init', '--force', '--command', ''], 'Expected the command that starts your service, got ""'],
  [['init', '--id', 'a/b', '--url', 'http://127.0.0.1/', '--force'], '--url is of the other optimizer'],
  [['init', '-c', '-'], 'servo init writes files'],
  [['init', '--force', '-c', '.'], 'Cannot write '],
  [['init', '--force', '--id', 'shop'], 'Expected organization/name, got "shop"'],
  [['init', '--optimizer', 'clever'], 'expected one of "embedded", "opsani"'],
])('%j is refused, and writes nothing', async (args, message) => {
  const target = await deployment();
  const before = readFileSync(join(target.folder, 'servo.yaml'), 'utf8');
  expect(await target.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(readFileSync(join(target.folder, 'servo.yaml'), 'utf8')).toBe(before);
  expect(existsSync(join(target.folder, 'shop'))).toBe(false);
});

/** The dependencies of packages of this tree, as a deployment pins them. */
function versionsOf(...folders: readonly string[]): object {
  const texts = folders.map((folder) =>
    readFileSync(join(import.meta.dirname, '../../..', folder, 'package.json'), 'utf8'),
  );
  return Object.fromEntries(
    texts.map((text) => {
      const { name, version } = JSON.parse(text) as { name: string; version: string };
      return [name, version] as const;
    }),
  );
}
