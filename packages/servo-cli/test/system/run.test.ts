import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkedDeployment } from '../support/checked-deployment.js';
import { type Deployment, deployment, freePort, packages } from '../support/deployment.js';
import { hasPty, Pty } from '../support/pty.js';

interface Said {
  readonly event: string;
  readonly param: { readonly status?: string; readonly reason?: string } | null;
}

/** An optimizer that gives commands, and then lets the servo sleep; `said` has what the servo told it. */
async function optimizer(...commands: readonly object[]): Promise<{ readonly section: string; readonly said: Said[] }> {
  const said: Said[] = [];
  const next = commands.values();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const message = JSON.parse(body) as Said; // what the servo sends
      said.push(message);
      const sleep = { cmd: 'SLEEP', param: { duration: 60 } };
      response.end(JSON.stringify(message.event === 'WHATS_NEXT' ? (next.next().value ?? sleep) : { status: 'ok' }));
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { said, section: `optimizer: {id: example.com/shop, token: t0ken-1, url: "http://127.0.0.1:${port}/"}\n` };
}

/** A deployment with checks, one of which fails, and an optimizer. */
async function checked() {
  const { said, section } = await optimizer();
  return { said, target: await checkedDeployment(`${section}connectors: [trace]\n`) };
}

const events = (said: readonly Said[]): readonly string[] => said.map(({ event }) => event);

describe('servo run --check', () => {
  test('starts nothing when a check fails as long as it may', async () => {
    const { said, target } = await checked();
    const { code, stdout, stderr } = await target.run(['run', '--check'], { SERVO_CHECKS_WAIT: '100ms' });
    expect([code, said]).toEqual([1, []]);
    expect(stdout).toContain('Not ready: 1 of 3 failed.');
    expect(stderr).toContain('Nothing was started.');
    expect(stderr).not.toContain('started\n');
  });

  test('waits until every check passes, and then runs', async () => {
    const { said, target } = await checked();
    const servo = target.start(['run', '-o', 'json'], { SERVO_RUN_CHECK: 'true' });
    await servo.note('Not ready; looking again in');
    expect(said).toEqual([]);
    target.write('ticket', '');
    await servo.event('sleeping');
    servo.kill('SIGTERM');
    const ended = await servo.ended;
    expect(ended.code).toBe(0);
    expect(ended.events[0]).toMatchObject({ type: 'checks', ready: true, checks: [{ id: 'folder' }, {}, {}] });
    expect(events(said)).toEqual(['HELLO', 'WHATS_NEXT', 'GOODBYE']);
  });

  test('applies remedies where the configuration lets it', async () => {
    const { said, target } = await checked();
    const servo = target.start(['run', '--check', '-o', 'json'], { SERVO_CHECKS_REMEDY: 'true' });
    await servo.event('sleeping');
    servo.kill('SIGTERM');
    expect(await servo.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('Applied the remedy for') });
    expect(said).not.toEqual([]);
  });
});

test('servo run --dry-run says whether a run could begin, and asks and starts nothing', async () => {
  const { said, target } = await checked();
  expect(await target.run(['run', '--dry-run'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Not ready'),
    stderr: '',
  });
  target.write('ticket', '');
  expect(await target.run(['run', '--dry-run'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Ready: 2 passed'),
  });
  const { stdout } = await target.run(['run', '--dry-run', '-o', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, type: 'checks', ready: true });
  expect(said).toEqual([]);
});

test('servo run --no-poll starts the connectors, and waits to be stopped; it needs no optimizer', async () => {
  const target = await checkedDeployment('connectors: [trace]\n');
  const servo = target.start(['run', '--no-poll', '-o', 'json']);
  await servo.event('idle');
  expect(await target.run(['status'])).toMatchObject({ code: 0, stdout: expect.stringContaining('idle') });
  servo.kill('SIGTERM');
  expect(await servo.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('started\n') });
  target.write('ticket', '');
  expect((await target.run(['run', '--no-poll', '--dry-run'])).code).toBe(0);
});

test('servo run refuses options that contradict, and questions that nobody can answer', async () => {
  const target = await deployment();
  const refused: readonly [args: readonly string[], stderr: string][] = [
    [['--interactive'], '--interactive asks on a terminal, and there is none'],
    [['--no-poll', '--exit-when-done'], '--no-poll begins no study'],
    [['--dry-rn'], 'Did you mean --dry-run?'],
  ];
  for (const [args, stderr] of refused)
    expect(await target.run(['run', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining(stderr) });
  expect(target.processes).toEqual([]);
});

const onTerminal = test.skipIf(!hasPty);

function onPty(target: Deployment, args: readonly string[]): Pty {
  const { PATH = '', HOME = '' } = process.env;
  const command = [process.execPath, join(packages, 'servo-cli/dist/bin.js'), ...args];
  return new Pty(command, {
    cwd: target.folder,
    env: { PATH, HOME, NO_COLOR: '1', STARTS: join(target.folder, 'starts'), MARKER: target.folder },
  });
}

function adjust(uid: string, value: number): object {
  return {
    cmd: 'ADJUST',
    cmd_uid: uid,
    param: { state: { application: { components: { web: { settings: { cache: { value } } } } } } },
  };
}

onTerminal(
  'servo run --interactive makes an adjustment only when the operator agrees',
  async () => {
    const { said, section } = await optimizer(adjust('u1', 300), adjust('u2', 200));
    const target = await deployment();
    const written = readFileSync(join(target.folder, 'servo.yaml'), 'utf8');
    target.write('servo.yaml', section + written.slice(written.indexOf('connectors:')));
    const pty = onPty(target, ['run', '--interactive']);
    await pty.shows(/apply web\.cache=300 \(now 400\)\? \[y\/N\]/);
    pty.type('n\r');
    await pty.shows(/apply web\.cache=200 \(now 400\)\? \[y\/N\]/);
    expect(target.stored.settings.cache).toBe(400);
    pty.type('y\r');
    await expect.poll(() => said.filter(({ event }) => event === 'ADJUSTMENT').length, { timeout: 30_000 }).toBe(2);
    expect(
      said.filter(({ event }) => event === 'ADJUSTMENT').map(({ param }) => [param?.status, param?.reason]),
    ).toEqual([
      ['rejected', 'operator-refused'],
      ['ok', 'success'],
    ]);
    pty.type(String.fromCodePoint(3));
    expect(await pty.ended).toBe(0);
  },
  60_000,
);

onTerminal('servo run greets on a terminal, and nowhere else', async () => {
  const target = await checkedDeployment();
  const pty = onPty(target, ['run', '--dry-run']);
  await pty.ended;
  expect(pty.shown).toMatch(/^\S+ Servo\r\n\S+ 1\.0\.0\r\n/);
  const quiet = onPty(target, ['run', '--dry-run', '--quiet']);
  await quiet.ended;
  expect(quiet.shown).not.toContain('Servo\r\n');
  expect((await target.run(['run', '--dry-run'])).stdout).not.toContain(' Servo\n');
});
