import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { deployment, packages } from '../support/deployment.js';

const broken = `optimizer: {minimize: price, foo: 1}
process: {componen: a}
---
name: b
settings: {grace: soon}
autocannon: {url: 5}
`;

test('servo validate says which servos a file describes', async () => {
  const target = await deployment();
  expect(await target.run(['validate'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^servo\.yaml is valid: servo \(process, autocannon\)\nservo check looks at [^\n]+$/),
  });
  expect(target.processes).toEqual([]); // nothing was started
});

test('servo validate shows every problem of every document at once, and where to look', async () => {
  const target = await deployment();
  target.write('servo.yaml', broken);
  const { code, stderr } = await target.run(['validate']);
  expect(code).toBe(2);
  for (const problem of [
    '1:30: optimizer.foo: unknown key',
    '2:10: process.command: is required',
    '2:11: process.componen: unknown key "componen"; did you mean "component"?',
    '5:19: settings.grace',
    '6:19: autocannon.url',
  ])
    expect(stderr).toContain(`servo.yaml:${problem}`);
  expect(stderr).toContain('servo schema --top-level, servo schema process, servo schema autocannon');
});

test('servo validate shows the problems of sections beside those of the document', async () => {
  const target = await deployment();
  target.write('servo.yaml', 'optimzer: {minimize: price}\nsettings: {grace: soon}\nprocess: {comand: x}\n');
  const { stderr } = await target.run(['validate']);
  for (const problem of ['1:1: optimzer: unknown key', '2:19: settings.grace', '3:11: process.comand: unknown key'])
    expect(stderr).toContain(`servo.yaml:${problem}`);
});

test('servo validate refuses a variable that takes the place of what sections of several servos say', async () => {
  const target = await deployment();
  const servo = (name: string) => `name: ${name}\nautocannon: {url: "http://${name}/", rate: 1}\n`;
  target.write('servo.yaml', `${servo('a')}---\n${servo('b')}`);
  const { code, stderr } = await target.run(['validate'], { SERVO_AUTOCANNON_URL: 'http://c/' });
  expect(code).toBe(2);
  expect(stderr).toContain('servo.yaml:5:19: autocannon.url: the variable SERVO_AUTOCANNON_URL would take the place');
  expect(await target.run(['describe', '-n', 'a'], { SERVO_AUTOCANNON_URL: 'http://c/' })).toMatchObject({ code: 0 });
  expect(await target.run(['run'], { SERVO_AUTOCANNON_URL: 'http://c/' })).toMatchObject({ code: 2 });
});

test('servo validate -o json lists the problems for programs', async () => {
  const target = await deployment();
  target.write('servo.yaml', broken);
  const { code, stdout, stderr } = await target.run(['validate', '-o', 'json']);
  expect([code, stderr]).toEqual([2, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    valid: false,
    problems: expect.arrayContaining([
      expect.objectContaining({
        file: 'servo.yaml',
        line: 2,
        column: 11,
        path: 'process.componen',
        connector: 'process',
      }),
    ]),
  });
});

test('servo validate reads what comes by standard input', async () => {
  const target = await deployment();
  const bin = join(packages, 'servo-cli/dist/bin.js');
  const given = (input: string) =>
    spawnSync(process.execPath, [bin, 'validate', '-c', '-'], { cwd: target.folder, input, encoding: 'utf8' });
  expect(given(readFileSync(join(target.folder, 'servo.yaml'), 'utf8'))).toMatchObject({ status: 0 });
  expect(given('name: [')).toMatchObject({ status: 2, stderr: expect.stringContaining('standard input:1:') });
});

test('servo run shows the problems of the connectors beside those of the rest, too', async () => {
  const target = await deployment();
  target.write('servo.yaml', broken);
  const { stderr } = await target.run(['run']);
  expect(stderr).toContain('optimizer.foo');
  expect(stderr).toContain('process.componen');
});

test('servo schema writes a schema for an editor, with the names that servo.yaml gives connectors', async () => {
  const target = await deployment();
  target.write('servo.yaml', 'connectors: {shop: process}\n');
  expect(await target.run(['schema', '--file', 'servo.schema.json'])).toMatchObject({ code: 0, stdout: '' });
  const schema = JSON.parse(readFileSync(join(target.folder, 'servo.schema.json'), 'utf8')) as {
    readonly properties: object;
  };
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(['optimizer', 'process', 'autocannon', 'shop']),
  );
  expect((await target.run(['schema', 'proces'])).stderr).toContain('Did you mean process?');
  expect((await target.run(['schema', 'process', '--top-level'])).code).toBe(2);
});

test('servo schema leaves a connector open that cannot be loaded, and says so', async () => {
  const target = await deployment();
  target.connector('broken', 'throw new TypeError("no luck");');
  const { code, stderr } = await target.run(['schema', '--file', 'servo.schema.json']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^broken is left open: .*no luck/);
  expect(JSON.parse(readFileSync(join(target.folder, 'servo.schema.json'), 'utf8'))).toMatchObject({
    $defs: { broken: { type: 'object' } },
  });
});

test('servo schema and servo validate know a connector whose schema is one of zod 3', async () => {
  const target = await deployment();
  const zod3 = pathToFileURL(createRequire(join(packages, 'servo-core/package.json')).resolve('zod/v3')).href;
  target.connector(
    'old',
    `import { Connector } from '@servo/core';
    import { z } from '${zod3}';
    export class Example extends Connector { static config = z.object({ baseUrl: z.string(), rate: z.number() }).strict(); }`,
  );
  const { stdout } = await target.run(['schema', 'old']);
  expect(JSON.parse(stdout)).toMatchObject({
    properties: { base_url: { type: 'string' } },
    required: ['base_url', 'rate'],
  });
  target.write('servo.yaml', 'old: {base_url: x, rat: 1}\n');
  expect(await target.run(['validate'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean "rate"?'),
  });
});

test.for([
  ['schema', '--file', 'service.mjs/x.json'],
  ['generate', '-c', 'service.mjs/servo.yaml'],
])('servo %j says that it cannot write there', async (args) => {
  const target = await deployment();
  const { code, stderr } = await target.run(args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Cannot write ') });
});

test('servo validate names a variable that nothing reads, and the one that was most likely meant', async () => {
  const target = await deployment();
  const env = { SERVO_AUTOCANNON_RAT: '5' };
  const warning = 'Nothing reads the variable SERVO_AUTOCANNON_RAT; did you mean SERVO_AUTOCANNON_RATE?';
  expect(await target.run(['validate'], env)).toMatchObject({ code: 0, stderr: `${warning}\n` });
  const { stdout, stderr } = await target.run(['validate', '-o', 'json'], env);
  expect([JSON.parse(stdout), stderr]).toEqual([expect.objectContaining({ valid: true, warnings: [warning] }), '']);
});

test.each(['', '# nothing yet\n'])('servo validate refuses a file that says nothing: %j', async (text) => {
  const target = await deployment();
  target.write('servo.yaml', text);
  const { code, stderr } = await target.run(['validate']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error\[CONFIGURATION_EMPTY\]: servo\.yaml describes no servo\n {2}Say in it/);
});
