import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { ServoError } from '../../errors/servo-error.js';
import { askControl } from './ask-control.js';
import { controlPath } from './control-path.js';
import { type Controllable, serveControl } from './serve-control.js';
import type { ServoStatus } from './servo-status.js';

const { signal } = new AbortController();

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'servo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function controllable() {
  const told: string[] = [];
  const status = (servo?: string): readonly ServoStatus[] => {
    if (servo === 'nobody')
      throw new ServoError('SERVO_UNKNOWN', 'There is no servo "nobody"', { hint: 'It can be web.' });
    return [{ servo: 'web', activity: told.at(-1)?.startsWith('pause') ? 'paused' : 'sleeping', since: 5 }];
  };
  const note = (what: string) => (servo?: string) => void told.push(`${what} ${servo ?? 'all'}`);
  const assembly: Controllable = { status, pause: note('pause'), resume: note('resume') };
  return { told, assembly };
}

test('serveControl() answers how servos are, and passes on what they are to do', async () => {
  const stateDir = temporary();
  const { told, assembly } = controllable();
  await using _control = await serveControl(assembly, stateDir);
  const ask = (request: Parameters<typeof askControl>[0]) => askControl(request, { stateDir, signal });
  expect(await ask({ command: 'status' })).toEqual([{ servo: 'web', activity: 'sleeping', since: 5 }]);
  expect(await ask({ command: 'pause', servo: 'web' })).toMatchObject([{ activity: 'paused' }]);
  await ask({ command: 'resume' });
  expect(told).toEqual(['pause web', 'resume all']);
});

test('serveControl() lets nobody else in, and takes the place of a socket that was left', async () => {
  const stateDir = temporary();
  writeFileSync(controlPath(stateDir), 'left');
  await using _control = await serveControl(controllable().assembly, stateDir);
  expect((statSync(controlPath(stateDir)).mode & 0o777).toString(8)).toBe('600');
});

test('askControl() fails with what the servo refuses, and says when none runs', async () => {
  const stateDir = temporary();
  const control = await serveControl(controllable().assembly, stateDir);
  await expect(askControl({ command: 'status', servo: 'nobody' }, { stateDir, signal })).rejects.toMatchObject({
    code: 'SERVO_UNKNOWN',
    hint: 'It can be web.',
  });
  await control[Symbol.asyncDispose]();
  await expect(askControl({ command: 'status' }, { stateDir, signal })).rejects.toMatchObject({
    code: 'CONTROL_UNREACHABLE',
  });
});

test.each(['nonsense', '{"command":"explode"}', '{"command":"pause","all":true}'])(
  'serveControl() refuses %s',
  async (line) => {
    const stateDir = temporary();
    await using _control = await serveControl(controllable().assembly, stateDir);
    const socket = connect(controlPath(stateDir));
    socket.write(`${line}\n`);
    expect(JSON.parse(await text(socket))).toMatchObject({ error: { code: 'CONTROL_REQUEST_INVALID' } });
  },
);

test('controlPath() is short enough for a socket, whatever the state directory', () => {
  expect(controlPath('/srv/shop/.servo')).toBe('/srv/shop/.servo/control.sock');
  expect(Buffer.byteLength(controlPath(`/${'long/'.repeat(40)}`))).toBeLessThan(104);
});
