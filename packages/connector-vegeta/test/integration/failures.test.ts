import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test as plain } from 'vitest';
import { description, gobResult } from '../gob-results.js';
import { measure, realContext } from '../measure.js';
import { test } from '../real-vegeta.js';
import { sampleResult } from '../sample-result.js';
import { deadUrl, startService } from '../../../../tools/local-service.js';

/** A program that says it has all flags, and attacks as the script says. */
async function fakeVegeta(attack: string, flags?: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-vegeta-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const all =
    'rate duration targets format output connections workers max-workers max-body http2 keepalive timeout insecure';
  const help = (flags ?? all.split(' ')).map((flag) => `  -${flag} value`).join('\n');
  const file = join(folder, 'vegeta');
  await writeFile(file, `#!/bin/sh\nif [ "$2" = -h ]; then\ncat >&2 <<'END'\n${help}\nEND\nexit 0; fi\n${attack}\n`);
  await chmod(file, 0o755);
  return file;
}

const target = 'GET http://127.0.0.1:9/';

test('measure() gives a target up that takes no connection, and says what to look at', async () => {
  const url = await deadUrl();
  const start = performance.now();
  await expect(measure({ target: `GET ${url}secret?token=hunter2` }, { duration: '1m' })).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'no-traffic',
    message: expect.stringMatching(/^GET http\S+secret took no connection in \ds: .*connection refused$/),
    hint: expect.stringContaining('reached'),
  });
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('measure() gives a target up that refuses while the load is raised', async () => {
  const start = performance.now();
  const config = { target: `GET ${await deadUrl()}`, ramp: [50] };
  await expect(measure(config, { duration: '1m', warmup: '1m' })).rejects.toMatchObject({ reason: 'no-traffic' });
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('measure() does not give up while an answer may still come', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end(), 1_500));
  const targets = `GET ${await deadUrl()}\nGET ${service.url}`;
  const { values } = await measure({ target: targets }, { duration: '2s' });
  expect(values['error_rate']).toBeCloseTo(50, -1); // a busy machine does not send the last request
});

test('measure() shows what vegeta says when it fails', async () => {
  const cert = import.meta.filename; // which is none
  await expect(measure({ target, cert })).rejects.toMatchObject({
    reason: 'attack-failed',
    message: expect.stringMatching(/^vegeta ended with exit code 1: .*certificate/),
  });
});

plain('measure() tells a machine that has no ports left from a target that refuses', async () => {
  const error = 'Get "http://a/": dial tcp 127.0.0.1:9: bind: address already in use';
  const results = [0, 1, 2].map((seq) => gobResult(sampleResult(seq, { code: 0, error })));
  const command = await fakeVegeta('cat "$(dirname "$0")/raw"');
  await writeFile(join(command, '../raw'), Buffer.concat([description, ...results]));
  await expect(measure({ command, target })).rejects.toMatchObject({
    reason: 'no-traffic',
    hint: expect.stringContaining('ulimit -n'),
  });
});

plain('measure() fails when any of the attacks fails', async () => {
  const command = await fakeVegeta(
    'case "$*" in *rate=1/1s*) echo "out of files" >&2; exit 3;; *) exec sleep 30;; esac',
  );
  const measuring = measure({ command, target, ramp: [1] }, { duration: '1m', warmup: '2s' });
  await expect(measuring).rejects.toMatchObject({
    reason: 'attack-failed',
    message: 'vegeta ended with exit code 3: out of files',
  });
});

plain('measure() shows the reason that vegeta gives before its usage', async () => {
  const command = await fakeVegeta('(echo "parse error"; echo "Usage of vegeta attack:"; seq 70) >&2; exit 1');
  await expect(measure({ command, target })).rejects.toThrow(/^vegeta ended with exit code 1: parse error$/);
});

plain('measure() fails when an attack is killed', async () => {
  const command = await fakeVegeta('kill -9 $$');
  await expect(measure({ command, target })).rejects.toThrow('vegeta ended with signal SIGKILL, without a word');
});

plain('measure() does not take output for results that are none', async () => {
  const command = await fakeVegeta('yes "Requests [total] 100"');
  await expect(measure({ command, target })).rejects.toMatchObject({ reason: 'results-unreadable' });
});

plain('measure() says how to get a vegeta that is not there', async () => {
  await expect(measure({ command: 'no-such-vegeta', target })).rejects.toMatchObject({
    reason: 'vegeta-missing',
    message: 'Found no program "no-such-vegeta" on the PATH',
    hint: expect.stringContaining('go install'),
  });
});

plain('measure() names the flags that a vegeta lacks', async () => {
  const command = await fakeVegeta('exit 1', ['rate', 'duration', 'targets', 'format', 'output']);
  await expect(measure({ command, target })).rejects.toMatchObject({
    reason: 'vegeta-unfit',
    message: expect.stringContaining(
      'found no -connections, -workers, -max-body, -http2, -keepalive, -timeout, -insecure',
    ),
  });
});

plain('measure() says what another program of that name answered', async () => {
  const command = await fakeVegeta('exit 1', []);
  await expect(measure({ command, target })).rejects.toMatchObject({
    reason: 'vegeta-unfit',
    message: expect.stringMatching(/attack -h" ended with exit code 0, without a word$/),
  });
});

plain('measure() wants to be told how long', async () => {
  await expect(measure({ target }, { duration: null })).rejects.toMatchObject({ reason: 'no-duration' });
  await expect(measure({ target, ramp: [1] })).rejects.toMatchObject({ reason: 'no-warmup' });
});

test('measure() ends within a second when it is aborted', async () => {
  await using service = await startService((_, response) => response.end());
  const context = realContext();
  const config = { target: `GET ${service.url}`, ramp: [100] };
  const measuring = measure(config, { duration: '1m', warmup: '1s' }, context);
  const ended = expect(measuring).rejects.toThrow('enough');
  await expect.poll(() => service.arrivals.length, { interval: 5, timeout: 20_000 }).toBeGreaterThan(60);
  const start = performance.now();
  context.abort(new Error('enough'));
  await ended;
  expect(performance.now() - start).toBeLessThan(1_000);
  const { length } = service.arrivals;
  await expect(measure({ target: `GET ${service.url}`, rate: 1 })).resolves.toBeDefined(); // a second passes
  expect(service.arrivals).toHaveLength(length + 1);
});
