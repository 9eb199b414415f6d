import { expect, test } from 'vitest';
import { loadDocuments } from './load-documents.js';
import { readConfigText } from './read-config-file.js';

const load = (text: string, env: Readonly<Record<string, string>> = {}) =>
  loadDocuments(readConfigText(text, { file: 'servo.yaml', env }), { env, cwd: '/', known: [] });

test('loadDocuments() reads a servo from each document', async () => {
  const documents = await load('name: a\n---\nname: b\nsettings: {grace: 5s}\n');
  expect(documents.map(({ name, settings }) => [name, settings.grace.milliseconds])).toEqual([
    ['a', 25_000],
    ['b', 5_000],
  ]);
});

test('loadDocuments() refuses two servos of one name, and says where the second is', async () => {
  await expect(load('name: a\n---\ndescription: x\nname: a\n')).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
    message: expect.stringContaining('servo.yaml:4:7: name: another servo of this file is called "a" as well'),
  });
  await expect(load('description: x\n---\ndescription: y\n')).rejects.toThrow('called "servo" as well');
});

test('loadDocuments() tells of the problems of all documents', async () => {
  await expect(load('nam: a\n---\nname: b\nsettings: {grace: long}\n')).rejects.toMatchObject({
    problems: [{ line: 1 }, { line: 4 }],
  });
});

test('loadDocuments() lets a variable take the place of several values of one servo', async () => {
  const [servo] = await load('settings: {grace: 9s, on_interrupt: restore}\n', {
    SERVO_SETTINGS: '{"grace":"5s","on_interrupt":"keep"}',
  });
  expect(servo?.settings).toMatchObject({ grace: { milliseconds: 5_000 }, onInterrupt: 'keep' });
});

test('loadDocuments() lets a variable give what no document says, and not silence what several say', async () => {
  const remote = (name: string, key = '') => `name: ${name}\noptimizer: {id: example.com/${name}${key}}\n`;
  const [a, b] = await load(`${remote('a')}---\n${remote('b')}`, { OPSANI_TOKEN: 't' });
  expect([a?.optimizer, b?.optimizer]).toMatchObject([{ id: 'example.com/a' }, { id: 'example.com/b' }]);
  const said = `${remote('a', ', token: x')}---\n${remote('b', ', token: y')}`;
  await expect(load(said, { SERVO_NAME: 'c' })).rejects.toThrow(
    'the variable SERVO_NAME would take the place of what several servos say',
  );
});
