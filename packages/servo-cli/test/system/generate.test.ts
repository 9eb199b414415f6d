import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Change, type Deployment, deployment, freePort, packages } from '../support/deployment.js';

const read = (target: Deployment, name = 'servo.yaml'): string => readFileSync(join(target.folder, name), 'utf8');

/** Fills in what a template leaves open. */
function fill(target: Deployment, ...changes: readonly Change[]): void {
  const text = changes.reduce((whole, [from, to]) => whole.replace(from, to), read(target));
  target.write('servo.yaml', text);
}

const filled: readonly Change[] = [
  ['  component:', '  component: web'],
  ['  command:', '  command: [node, service.mjs]'],
  ['  rate:', '  rate: 50'],
];

test.for([[], ['--defaults'], ['process', 'load:autocannon'], ['--standalone']] as const)(
  'servo generate %j writes what is valid once the required values are filled in',
  async (args) => {
    const target = await deployment();
    expect(await target.run(['generate', ...args, '--force'])).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await target.run(['validate']);
    expect(code).toBe(2);
    expect(stderr.match(/^servo\.yaml:.*/gm)).toHaveLength(3);
    fill(target, ...filled, ['  # url: # text', '  url: "http://127.0.0.1:1/" #']);
    expect(await target.run(['validate'])).toMatchObject({ code: 0, stderr: '' });
  },
);

test('servo generate writes a schema beside it, and says so to editors', async () => {
  const target = await deployment();
  const { stdout } = await target.run(['generate', 'one:process', '--force', '-o', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ written: [expect.stringContaining('servo.yaml'), expect.any(String)] });
  expect(read(target)).toMatch(/^# yaml-language-server: \$schema=\.\/servo\.schema\.json\n/);
  expect(read(target)).toContain('connectors: {one: process}');
  expect(JSON.parse(read(target, 'servo.schema.json'))).toMatchObject({ properties: { one: {} } });
});

test('servo generate writes over no file, and adds a servo to one with its comments', async () => {
  const target = await deployment();
  const before = `# mine\n${read(target)}`;
  target.write('servo.yaml', before);
  expect(await target.run(['generate'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--append'),
  });
  expect(read(target)).toBe(before);
  expect(await target.run(['generate', 'process', '--append', '--name', 'second'])).toMatchObject({ code: 0 });
  expect(read(target).startsWith(`${before}---\nname: second\n`)).toBe(true);
});

test('servo generate writes the example that a connector has, which is valid', async () => {
  const target = await deployment();
  const name = '@servo/connector-vegeta';
  symlinkSync(join(packages, 'connector-vegeta'), join(target.folder, 'node_modules', name));
  target.write('package.json', JSON.stringify({ dependencies: { [name]: '1.0.0' } }));
  await target.run(['generate', 'vegeta', '--force']);
  expect(read(target)).toMatch(
    /^vegeta:\n {2}rate: 50\/1s # .*\n {2}target: GET https:\/\/example.com\/ # .*\n {2}# /m,
  );
  expect(await target.run(['validate'])).toMatchObject({ code: 0, stderr: '' });
  await target.run(['generate', 'vegeta', '--force', '--defaults']);
  const defaults = [
    'connections: 10000',
    'workers: 10',
    'max_body: -1',
    'http2: true',
    'keepalive: true',
    'format: http',
  ];
  for (const line of [...defaults, 'insecure: false', 'reporting_interval: 15s'])
    expect(read(target)).toContain(`\n  ${line} #`);
  expect(await target.run(['validate'])).toMatchObject({ code: 0, stderr: '' });
});

test('servo generate refuses a connector that there is not, and one name for two', async () => {
  const target = await deployment();
  expect((await target.run(['generate', 'proces', '--force'])).stderr).toContain('Did you mean process?');
  expect(await target.run(['generate', 'process', 'process', '--force'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('first:process second:process'),
  });
});

test.for([
  ['settings:process', '"settings" is a key of servo.yaml'],
  ['a b:process', 'Expected a connector name'],
  ['autocannon:process', '"autocannon" is the name of another connector'],
] as const)('servo generate refuses a name that no connector can have: %s', async ([word, says]) => {
  const target = await deployment();
  expect(await target.run(['generate', word, '--force'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(says),
  });
});

test('servo generate -c - prints, and writes nothing', async () => {
  const target = await deployment();
  const before = read(target);
  expect(await target.run(['generate', 'process', '-c', '-'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('connectors: [process]'),
  });
  expect(read(target)).toBe(before);
});

test('servo generate --append keeps Windows line endings, and takes an empty file for none', async () => {
  const target = await deployment();
  target.write('servo.yaml', 'name: a\r\n');
  await target.run(['generate', 'process', '--append', '--name', 'b']);
  expect(read(target).replaceAll('\r\n', '')).not.toContain('\n');
  target.write('servo.yaml', '\n');
  await target.run(['generate', 'process', '--append']);
  expect(read(target)).toMatch(/^# yaml-language-server/);
});

test('servo generate asks for the optimizer that is wanted', async () => {
  const target = await deployment();
  await target.run(['generate', '--optimizer', 'opsani', '--force']);
  expect(read(target)).toMatch(/kind: opsani\n {2}id: # required.*\n {2}token_file: # required, the path of a file/);
});

test('servo generate makes a servo that runs', async () => {
  const target = await deployment();
  const port = await freePort();
  await target.run(['generate', '--force']);
  fill(target, ...filled, ['  # url: # text', `  url: "http://127.0.0.1:${port}/" #`]);
  fill(target, ['  # env: {}', `  env: {PORT: "${port}"}`]);
  fill(target, ['  # settings: {}', '  settings: {cache: {min: 100, max: 400, step: 100, value: 400, env: CACHE}}']);
  expect((await target.run(['describe'])).stdout).toContain('cache');
});

test('servo generate refuses what goes against itself, and writes nothing', async () => {
  const target = await deployment();
  const refused: readonly (readonly [args: readonly string[], message: string])[] = [
    [['--append', '--force'], 'give one of them'],
    [['--append', '-c', '-'], 'leave --append and --force out'],
    [['--append'], 'There is already a servo "servo"'],
    [['--append', '--name', 'bad name!'], '--name: expected 1-64 letters'],
  ];
  const before = read(target);
  for (const [args, message] of refused)
    expect(await target.run(['generate', ...args])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  expect(read(target)).toBe(before);
  target.write('servo.yaml', 'a: [');
  expect((await target.run(['generate', '--append', '--name', 'b'])).code).toBe(2);
  expect(read(target)).toBe('a: [');
});

test('servo generate -c - prints what programs read, too', async () => {
  const target = await deployment();
  const { stdout } = await target.run(['generate', 'process', '-c', '-', '-o', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ written: [], configuration: expect.stringContaining('process:') });
});

const odd = (keys: string): string => `import { defineConnector } from '@servo/core';
import { z } from '@servo/core/config';
export const Example = defineConnector({ config: z.strictObject({ ${keys} }) });`;

test('servo generate writes a mapping whose keys may all be left out, and defaults as users write them', async () => {
  const target = await deployment();
  const steps = `steps: z.array(z.strictObject({ maxTime: z.string() })).default([{ maxTime: '\${HOME}' }])`;
  target.connector('odd', odd(`nested: z.strictObject({ one: z.string().optional() }), ${steps}`));
  await target.run(['generate', 'odd', '--defaults', '--force']);
  expect(read(target)).toContain('steps: [{max_time: "$${HOME}"}]');
  expect(await target.run(['validate'])).toMatchObject({ code: 0, stderr: '' });
});

test('servo schema knows every connector that documents mean by a name, whatever variables hold', async () => {
  const target = await deployment();
  target.connector('odd', odd('one: z.string()'));
  target.connector('even', odd('two: z.string()'));
  const dependencies = { 'servo-connector-odd': '1.0.0', 'servo-connector-even': '1.0.0' };
  target.write('package.json', JSON.stringify({ dependencies }));
  const servo = (name: string, connector: string) => `name: ${name}\nconnectors: {x: ${connector}}\n`;
  target.write('servo.yaml', `${servo('a', 'odd')}---\n${servo('b', 'even')}description: \${NOT_SET}\n`);
  const { $defs } = JSON.parse((await target.run(['schema'])).stdout) as { $defs: object };
  expect($defs).toMatchObject({ x: { anyOf: [{ properties: { one: {} } }, { properties: { two: {} } }] } });
});
