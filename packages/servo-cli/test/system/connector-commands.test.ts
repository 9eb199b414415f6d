import { expect, test } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';

const code = `import { defineConnector } from '@servo/core';
console.error('loaded');
export const Example = defineConnector({
  commands: {
    look: { readOnly: true, run: () => ({ facts: {}, lines: ['looked'] }) },
    replay: {
      arguments: [{ name: 'id', describe: 'Which trace', required: true }],
      options: { speed: { type: 'number', describe: 'How fast' } },
      examples: [['7 --speed 2', 'The seventh, at twice the speed']],
      run: ({ name }, { id, speed = 1 }) => {
        if (id === 'bad') throw new TypeError('no such trace');
        return { facts: { id, speed }, lines: [\`\${name} replayed \${id} at \${speed}\`] };
      },
    },
  },
});`;

async function traced(configuration = 'connectors: [trace]\n'): Promise<Deployment> {
  const target = await deployment();
  target.connector('trace', code, { replay: 'Replay one trace', look: 'Look around' });
  target.write('servo.yaml', configuration);
  return target;
}

test('servo <connector> <command> carries out what a connector brings, in every form of output', async () => {
  const target = await traced();
  expect(await target.run(['trace', 'replay', '7'])).toMatchObject({ code: 0, stdout: 'trace replayed 7 at 1' });
  const { stdout } = await target.run(['trace', 'replay', '7', '--speed', '2', '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual({ version: 1, id: '7', speed: 2 });
});

test('servo -cFILE <connector> <command> reads that file, wherever the option stands', async () => {
  const target = await traced('connectors: []\n');
  target.write('shop.yaml', 'connectors: [trace]\n');
  for (const line of ['-cshop.yaml trace replay 7', 'trace replay 7 -cshop.yaml', '-qcshop.yaml trace replay 7'])
    expect(await target.run(line.split(' '))).toMatchObject({ code: 0, stdout: 'trace replayed 7 at 1' });
});

test('servo <connector> --help lists its commands from the manifest alone; that of a command asks its code', async () => {
  const target = await traced();
  const listed = await target.run(['trace', '--help']);
  expect(listed).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/servo trace replay +Replay one trace/),
    stderr: '',
  });
  const help = await target.run(['trace', 'replay', '--help']);
  expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/--speed +How fast/) });
  expect(help.stdout).toContain('servo trace replay 7 --speed 2');
  expect((await target.run(['connectors'])).stdout).toContain('servo trace replay: Replay one trace');
});

test('servo <connector> asks which one where there are several, and refuses what there is not', async () => {
  const several = await traced('connectors: {fast: trace, slow: trace}\n');
  expect(await several.run(['trace', 'replay', '7'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Say which: --connector fast.'),
  });
  expect(await several.run(['trace', 'replay', '7', '--connector', 'slow'])).toMatchObject({
    code: 0,
    stdout: 'slow replayed 7 at 1',
  });
  const none = await traced('connectors: []\n');
  const refused: readonly [line: string, stderr: string][] = [
    ['trace replay 7', 'has no connector "trace"'],
    ['trace replay 7 --speed x', 'Expected a number after --speed'],
    ['trace replay 7 --speed 1 --speed 2', 'Expected --speed once, got 1 and 2'],
    ['trace replay 7 --speed Infinity', 'Expected a number after --speed'],
    ['trace replay 7 --connector a --connector b', 'Expected --connector once, got a and b'],
    ['list -o json -o yaml', 'Expected --output once, got json and yaml'],
    ['list -l info -l debug', 'Expected --log-level once, got info and debug'],
    ['list --no-name', 'Expected --name and a value'],
    ['trace replay', 'Expected at least 1 argument'],
    ['trace rewind', 'Unknown command "rewind"'],
    ['trace', 'Expected a command of trace: replay'],
    ['trac replay', 'servo trace?'],
    ['trace replay 7 --sped 3', 'Did you mean --speed?'],
  ];
  for (const [line, stderr] of refused)
    expect(await none.run(line.split(' '))).toMatchObject({ code: 2, stderr: expect.stringContaining(stderr) });
});

const failures = {
  table: '',
  json: '{"version":1,"error":{"code":"UNEXPECTED","message":"no such trace"}}',
  yaml: '---\nversion: 1\nerror:\n  code: UNEXPECTED\n  message: no such trace',
};

test('servo <connector> <command> tells of a failure in a sentence, in every form of output', async () => {
  const target = await traced();
  for (const output of ['table', 'json', 'yaml'] as const) {
    const { code: exit, stderr, stdout } = await target.run(['trace', 'replay', 'bad', '-o', output]);
    expect(stdout).toBe(failures[output]);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('error[UNEXPECTED]: no such trace')]);
    expect(stderr).not.toContain('    at ');
  }
});

test('servo <connector> <command> runs beside another servo where it says that it only looks', async () => {
  const target = await traced();
  await target.start(['run', '--no-poll', '-o', 'json']).event('idle');
  expect(await target.run(['trace', 'look'])).toMatchObject({ code: 0, stdout: 'looked' });
  const refused = { code: 1, stderr: expect.stringContaining('STATE_LOCKED') };
  expect(await target.run(['trace', 'replay', '7'])).toMatchObject(refused);
});
