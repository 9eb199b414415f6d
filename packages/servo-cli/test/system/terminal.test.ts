import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Deployment, deployment, packages } from '../support/deployment.js';
import { hasPty, Pty } from '../support/pty.js';

if (!hasPty) console.warn('script of util-linux is not installed: nothing is tried on a terminal');
const onTerminal = test.skipIf(!hasPty);
const escape = String.fromCodePoint(27);
const ctrlC = String.fromCodePoint(3);

function start(target: Deployment, args: readonly string[], env: Readonly<Record<string, string>> = {}): Pty {
  const { PATH = '', HOME = '' } = process.env;
  const command = [process.execPath, join(packages, 'servo-cli/dist/bin.js'), ...args];
  return new Pty(command, { cwd: target.folder, env: { PATH, HOME, STARTS: join(target.folder, 'starts'), ...env } });
}

onTerminal('servo init asks for what it needs, and takes what is usual for an empty answer', async () => {
  const target = await deployment();
  const pty = start(target, ['init', '--force']);
  await pty.shows(/embedded in the servo.*\[embedded\]/);
  pty.type('\r');
  await pty.shows(/Command that starts your service\? \[node service\.mjs\]/);
  pty.type('node shop.mjs\r');
  await pty.shows(/URL to load and measure\?/);
  pty.type('http://127.0.0.1:3000/shop\r');
  expect(await pty.ended).toBe(0);
  const written = readFileSync(join(target.folder, 'servo.yaml'), 'utf8');
  expect(written).toContain('command: [node, shop.mjs]');
  expect(written).toContain('url: http://127.0.0.1:3000/shop');
});

onTerminal('Ctrl-C at a question ends the command, and nothing is written', async () => {
  const target = await deployment();
  const before = readFileSync(join(target.folder, 'servo.yaml'), 'utf8');
  const pty = start(target, ['init', '--force']);
  await pty.shows(/\[embedded\]/);
  pty.type(ctrlC);
  expect(await pty.ended).toBe(130);
  expect(pty.shown).not.toContain('error');
  expect(pty.shown).not.toContain('    at ');
  expect(readFileSync(join(target.folder, 'servo.yaml'), 'utf8')).toBe(before);
});

onTerminal(
  'a study shows what it measures in a line that is replaced, in colours unless nobody wants them',
  async () => {
    const target = await deployment(['duration: 600ms', 'duration: 3s']);
    const pty = start(target, ['run', '--exit-when-done']);
    await pty.shows(/measuring \[█/);
    expect(await pty.ended).toBe(0);
    expect(pty.shown).toContain(`${escape}[36m`);
    const plain = start(target, ['check'], { NO_COLOR: '1' });
    await plain.ended;
    expect(plain.shown).not.toContain(`${escape}[3`);
  },
  60_000,
);

onTerminal(
  'Ctrl-C ends a run in good order, and says so',
  async () => {
    const target = await deployment();
    const pty = start(target, ['run']);
    await pty.shows(/measuring/);
    pty.type(ctrlC);
    await pty.shows(/SIGINT: ending in good order/);
    expect(await pty.ended).toBe(0);
  },
  60_000,
);

onTerminal(
  'servo measure shows a bar and the time that is left, and then the readings of the connector that is named alone',
  async () => {
    const target = await deployment();
    const pty = start(target, ['measure', '-d', '4s', '--connector', 'autocannon'], { NO_COLOR: '1' });
    await pty.shows(/measuring autocannon \[█+·+\] \d+ % [1-4]s left · measuring/);
    expect(await pty.ended).toBe(0);
    expect(pty.shown).toContain('latency_99th');
    const { stdout } = await target.run(['measure', '--connector', 'autocannon', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ readings: expect.arrayContaining([expect.anything()]) });
  },
  60_000,
);

onTerminal('Ctrl-C leaves the last table of a connector standing', async () => {
  const target = await deployment();
  const code = `import { defineConnector } from '@servo/core';
export const Example = defineConnector({
  commands: {
    replay: {
      run: async (_, __, { signal, live, clock }) => {
        live(['rows so far', '1 first row', '2 second row']);
        await clock.sleep(60_000, { signal });
      },
    },
  },
});`;
  target.connector('trace', code, { replay: 'Replay one trace' });
  target.write('servo.yaml', 'connectors: [trace]\n');
  const pty = start(target, ['trace', 'replay'], { NO_COLOR: '1' });
  await pty.shows(/second row/);
  pty.type(ctrlC);
  expect(await pty.ended).toBe(130);
  const [, after = ''] = pty.shown.split('SIGINT');
  expect(after).toMatch(/rows so far\r?\n1 first row\r?\n2 second row\r?\n$/);
});
