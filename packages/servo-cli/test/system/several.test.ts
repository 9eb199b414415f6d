import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deployment } from '../support/deployment.js';

/** A remote optimizer of several servos, which lets them sleep, and what it heard: the servo and the event. */
async function listen(): Promise<{ readonly port: number; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { event } = JSON.parse(body) as { readonly event: string }; // what the servo sends
      if (event !== 'WHATS_NEXT') heard.push(`${request.url?.split('/')[1]} ${event}`);
      const sleep = { cmd: 'SLEEP', param: { duration: 60 } };
      response.end(JSON.stringify(event === 'WHATS_NEXT' ? sleep : { status: 'ok' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard }; // it listens on a port
}

test('servo run --watch runs a servo for each document, and lets them follow the file', async () => {
  const { port, heard } = await listen();
  const document = (name: string, more = '') =>
    `name: ${name}\nconnectors: []\noptimizer: {id: example.com/${name}, token: t, url: "http://127.0.0.1:${port}/${name}/"}\n${more}`;
  const target = await deployment();
  const configure = (...documents: readonly string[]) => target.write('servo.yaml', documents.join('---\n'));
  const hears = (...events: readonly string[]) =>
    vi.waitFor(() => expect(heard).toEqual(expect.arrayContaining([...events])), { timeout: 20_000 });

  configure(document('a'), document('b'), document('c'));
  const servo = target.start(['run', '--watch']);
  await hears('a HELLO', 'b HELLO', 'c HELLO');

  heard.length = 0;
  configure(document('b', 'description: changed\n'), document('c'), document('d'));
  await hears('a GOODBYE', 'b GOODBYE', 'b HELLO', 'd HELLO');
  expect(heard.filter((each) => each.startsWith('c'))).toEqual([]);

  heard.length = 0;
  target.write('servo.yaml', 'nam: e\n');
  await servo.note('unknown key');
  expect(heard).toEqual([]);

  servo.kill('SIGTERM');
  expect(await servo.ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('b: Connected to example.com/b'),
  });
  await hears('b GOODBYE', 'c GOODBYE', 'd GOODBYE');
}, 60_000);

test('servo refuses a command on one servo where there are several, and names them', async () => {
  const target = await deployment();
  target.write('servo.yaml', 'name: a\nconnectors: []\n---\nname: b\nconnectors: []\n');
  const refused = await target.run(['describe']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('servo.yaml describes 2 servos: a, b') });
  expect(await target.run(['describe', '--name', 'c'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--name can be a, b.'),
  });
  expect(await target.run(['describe', '--name', 'b'])).toMatchObject({ code: 0 });
});

test('servo pause, resume and status steer what runs, all or one', async () => {
  const { port, heard } = await listen();
  const target = await deployment();
  const document = (name: string) =>
    `name: ${name}\nconnectors: []\noptimizer: {id: example.com/${name}, token: t, url: "http://127.0.0.1:${port}/${name}/"}\n`;
  target.write('servo.yaml', [document('a'), document('b')].join('---\n'));
  const idle = await target.run(['status']);
  expect(idle).toMatchObject({ code: 1, stderr: expect.stringContaining('CONTROL_UNREACHABLE') });

  const servo = target.start(['run']);
  const hears = (event: string) => vi.waitFor(() => expect(heard).toContain(event), { timeout: 20_000 });
  await hears('b HELLO');
  expect(await target.run(['pause', '--name', 'a'])).toMatchObject({ stdout: expect.stringMatching(/^a +paused /m) });
  await hears('a GOODBYE');
  await vi.waitFor(
    async () => {
      const { stdout } = await target.run(['status', '-o', 'json']);
      expect(JSON.parse(stdout)).toMatchObject({
        servos: [
          { servo: 'a', activity: 'paused' },
          { servo: 'b', activity: 'sleeping', optimizer: 'example.com/b' },
        ],
      });
    },
    { timeout: 20_000 },
  );
  expect(heard).not.toContain('b GOODBYE');
  heard.length = 0;
  expect(await target.run(['resume'])).toMatchObject({ code: 0, stdout: expect.not.stringContaining('paused') });
  await hears('a HELLO');
  expect(await target.run(['pause', '--name', 'c'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('It can be a, b.'),
  });
  servo.kill('SIGTERM');
  expect(await servo.ended).toMatchObject({ code: 0 });
}, 60_000);

test('servo pause keeps a run alive that has one servo, and resume lets it go on', async () => {
  const { port, heard } = await listen();
  const target = await deployment();
  target.write(
    'servo.yaml',
    `name: a\nconnectors: []\noptimizer: {id: example.com/a, token: t, url: "http://127.0.0.1:${port}/a/"}\n`,
  );
  const servo = target.start(['run', '-o', 'json']);
  await servo.event('sleeping');
  expect(await target.run(['pause'])).toMatchObject({ stdout: expect.stringMatching(/^a +paused /m) });
  heard.length = 0;
  expect(await target.run(['resume'])).toMatchObject({ code: 0 });
  await vi.waitFor(() => expect(heard).toContain('a HELLO'), { timeout: 20_000 });
  servo.kill('SIGTERM');
  expect(await servo.ended).toMatchObject({ code: 0 });
}, 60_000);

test('servo run --watch goes on as it was when an edit is wrong, also inside the section of a connector', async () => {
  const target = await deployment();
  const servo = target.start(['run', '--watch', '-o', 'json']);
  await servo.event('connected');
  target.configure(['rate: 50', 'rate: fast']);
  await servo.note('autocannon.rate');
  target.write('log.txt', 'what else is in the folder is no edit');
  // together they take longer than an edit is waited for
  for (const command of ['status', 'status', 'status']) expect(await target.run([command])).toMatchObject({ code: 0 });
  servo.kill('SIGTERM');
  const { code, events, stderr } = await servo.ended;
  expect([code, stderr.split('autocannon.rate').length - 1]).toEqual([0, 1]);
  expect(events.filter(({ type }) => type === 'connected')).toHaveLength(1);
}, 60_000);

test('servo run --watch waits for the next edit when a servo cannot run as it is now described', async () => {
  const target = await deployment();
  const servo = target.start(['run', '--watch', '-o', 'json']);
  await servo.event('connected');
  target.configure(['p99 < 5000ms', 'p99 < 5000']);
  await servo.note('CONSTRAINT_UNIT_MISSING');
  target.configure();
  await servo.event('study', ({ event }) => event.type === 'study-started');
  servo.kill('SIGTERM');
  expect(await servo.ended).toMatchObject({ code: 0 });
}, 60_000);
