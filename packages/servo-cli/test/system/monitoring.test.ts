import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { realPrometheus } from '../../../../tools/real-programs/real-prometheus.js';
import { deployment, freePort, packages } from '../support/deployment.js';

const example = join(packages, '../examples/monitoring');

/** An optimizer that lets its servo sleep, on a port. */
async function startOptimizer(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { event } = JSON.parse(body) as { readonly event: string }; // what the servo sends
      const sleep = { cmd: 'SLEEP', param: { duration: 60 } };
      response.end(JSON.stringify(event === 'WHATS_NEXT' ? sleep : { status: 'ok' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

async function get(url: string): Promise<{ readonly status: number; readonly body: string }> {
  const answer = await fetch(url);
  return { status: answer.status, body: await answer.text() };
}

test('servo run --listen serves metrics and health, as the examples expect them', async () => {
  const target = await deployment();
  const [port, own] = [await freePort(), await freePort()];
  target.write(
    'servo.yaml',
    `name: shop\noptimizer: {id: example.com/shop, token: t, url: "http://127.0.0.1:${port}/"}\nconnectors: []\n`,
  );
  const servo = target.start(['run', '--listen', String(own)]);
  const url = `http://127.0.0.1:${own}`;
  await servo.note(`Metrics and health: ${url}/metrics`);
  await servo.note('trying again');
  const unready = await get(`${url}/readyz`);
  expect(unready.status).toBe(503);
  expect(JSON.parse(unready.body)).toMatchObject({ ok: false, failing: { shop: expect.stringMatching(/^retrying/) } });
  expect((await get(`${url}/healthz`)).status).toBe(200);

  await startOptimizer(port);
  await vi.waitFor(async () => expect((await get(`${url}/readyz`)).status).toBe(200), {
    timeout: 20_000,
    interval: 100,
  });
  const body = await vi.waitFor(async () => {
    const { body: text } = await get(`${url}/metrics`);
    expect(text).toContain('servo_servos{activity="sleeping"} 1'); // it is ready a moment before
    return text;
  }, 20_000);
  expect(body).toContain('servo_loop_turns_total{servo="shop"} 1');
  expect(body).toMatch(/servo_requests_total\{event="HELLO",outcome="optimizer_unreachable"\} \d/);

  const served = new Set(body.match(/^# TYPE \S+/gm)?.map((line) => line.slice('# TYPE '.length)));
  for (const file of ['alerts.yaml', 'dashboard.json']) {
    const named = readFileSync(join(example, file), 'utf8').match(/\b(servo|nodejs|process)_\w+/g) ?? [];
    const missing = named.filter((name) => !served.has(name.replace(/_bucket$/, '')));
    expect([file, missing]).toEqual([file, []]);
  }

  servo.kill('SIGTERM');
  expect(await servo.ended).toMatchObject({ code: 0 });
}, 60_000);

test('servo run --listen refuses what is no address, and one that is taken', async () => {
  const target = await deployment();
  const port = await freePort();
  await startOptimizer(port);
  target.write('servo.yaml', 'optimizer: {id: example.com/shop, token: t}\nconnectors: []\n');
  const wrong = await target.run(['run', '--listen', 'localhost']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('such as 9321, :9321') });
  const taken = await target.run(['run', '--listen', String(port)]);
  expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('error[LISTEN_FAILED]') });
});

const prometheus = realPrometheus();

test('the alerts of the example are valid, and fire as its tests say', ({ skip }) => {
  if ('missing' in prometheus) return skip(prometheus.missing);
  for (const args of [
    ['check', 'rules', 'alerts.yaml'],
    ['test', 'rules', 'alerts.test.yaml'],
    ['check', 'config', 'prometheus.yml'],
  ]) {
    const said = execFileSync(join(prometheus.folder, 'promtool'), args, { cwd: example, encoding: 'utf8' });
    expect(said).toMatch(/SUCCESS/);
  }
});
