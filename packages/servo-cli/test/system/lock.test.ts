import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';

async function locked(): Promise<Deployment> {
  const target = await deployment();
  target.connector(
    'trace',
    `import { defineConnector } from '@servo/core'; export const Example = defineConnector({});`,
  );
  target.write('servo.yaml', 'optimizer: {minimize: price}\nconnectors: [trace]\n');
  expect(await target.run(['lock'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('servo-connector-trace 1.0.0'),
  });
  return target;
}

const refused = (message: string) => ({ code: 1, stderr: expect.stringContaining(`error[LOCK_BROKEN]: ${message}`) });
const trace = 'node_modules/servo-connector-trace';

test('servo lock holds all that runs and what that needs, and --check agrees with it', async () => {
  const target = await locked();
  const lock = JSON.parse(readFileSync(join(target.folder, 'servo.lock'), 'utf8')) as { packages: object };
  const own = ['@servo/cli', '@servo/core', '@servo/optimizer', '@servo/search'];
  expect(Object.keys(lock.packages)).toEqual(
    expect.arrayContaining([...own, 'pino', 'pino-abstract-transport', 'servo-connector-trace']),
  );
  expect(lock.packages).toMatchObject({
    'servo-connector-trace': {
      version: '1.0.0',
      integrity: expect.stringMatching(/^sha512-/),
      manifest: { connectors: { trace: { entry: './index.js' } } },
      files: { 'index.js': expect.stringMatching(/^[\da-f]{16}$/) },
    },
  });
  expect(await target.run(['lock', '--check'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('All as in'),
  });
}, 30_000);

test('servo run --frozen refuses the first file that differs, before any code of a connector runs', async () => {
  const target = await locked();
  target.write(`${trace}/index.js`, 'console.error("it ran");');
  const { stderr, ...rest } = await target.run(['run', '--frozen']);
  expect({ stderr, ...rest }).toMatchObject(refused('servo-connector-trace is not as it was locked: index.js differs'));
  expect(stderr).not.toContain('it ran');
}, 30_000);

test('servo run --frozen refuses another file, another version, and a connector that was not locked', async () => {
  const target = await locked();
  target.write(`${trace}/more.js`, '');
  expect(await target.run(['lock', '--check'])).toMatchObject(
    refused('servo-connector-trace is not as it was locked: more.js differs'),
  );
  target.connector('other', 'export const Example = 1;');
  target.write('servo.yaml', 'optimizer: {minimize: price}\nconnectors: [other]\n');
  expect(await target.run(['run', '--frozen'])).toMatchObject(
    refused('servo-connector-other is not as it was locked: it is not locked'),
  );
}, 30_000);

test('servo run --frozen looks at what the servos use that are run, and at what an edit brings', async () => {
  const target = await deployment();
  target.connector(
    'trace',
    `import { defineConnector } from '@servo/core'; export const Example = defineConnector({});`,
  );
  const document = (name: string, connectors: string) =>
    `name: ${name}\noptimizer: {id: example.com/${name}, token: t0ken-1, url: "http://127.0.0.1:1/"}\nconnectors: [${connectors}]\n`;
  target.write('servo.yaml', `${document('a', '')}---\n${document('b', 'trace')}`);
  expect(await target.run(['lock'])).toMatchObject({ code: 0, stderr: '' });
  const servo = target.start(['run', '--frozen', '--watch', '-n', 'a', '-o', 'json']);
  await servo.event('retrying'); // nobody is there
  target.write(`${trace}/index.js`, 'console.error("it ran");');
  target.write('servo.yaml', document('a', 'trace'));
  await servo.note('index.js differs');
  servo.kill('SIGTERM');
  const { code, stderr } = await servo.ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain('it ran');
}, 60_000);

test('servo lock holds files in folders that begin with a dot, and what links lead to', async () => {
  const target = await deployment();
  target.connector(
    'trace',
    `import { defineConnector } from '@servo/core'; export const Example = defineConnector({});`,
  );
  target.write('servo.yaml', 'optimizer: {minimize: price}\nconnectors: [trace]\n');
  target.write(`${trace}/.dist/a.js`, '1');
  target.write('outside.js', '1');
  symlinkSync('../../outside.js', join(target.folder, trace, 'link.js'));
  await target.run(['lock']);
  target.write(`${trace}/.dist/a.js`, '2');
  expect(await target.run(['lock', '--check'])).toMatchObject(
    refused('servo-connector-trace is not as it was locked: .dist/a.js'),
  );
  await target.run(['lock']);
  target.write('outside.js', '2');
  expect(await target.run(['lock', '--check'])).toMatchObject(
    refused('servo-connector-trace is not as it was locked: link.js'),
  );
}, 30_000);

test.each(['null', '{', '{"version":1,"packages":null}', '{"version":1,"packages":{"a":1}}', '{"version":2}'])(
  'servo run --frozen refuses a servo.lock of %s',
  async (text) => {
    const target = await deployment();
    target.write('servo.lock', text);
    const { code, stderr } = await target.run(['run', '--frozen']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('servo.lock cannot be read: it is not of a form that this version knows'),
    });
  },
);

test('servo run --frozen asks for a lock where there is none', async () => {
  const target = await deployment();
  expect(await target.run(['run', '--frozen'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/error\[LOCK_MISSING\].*servo\.lock.*\n +servo lock writes it/),
  });
});
