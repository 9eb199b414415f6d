import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { formatHttpTargets, parseHttpTargets } from '../../src/targets/http-targets.js';
import type { Target } from '../../src/targets/target.js';
import { test, vegeta } from '../real-vegeta.js';
import { listen } from '../../../../tools/local-service.js';

/** A service that remembers its requests; `requests` gives them in the order in which vegeta sent them. */
async function startRecorder() {
  let seen: (readonly [seq: number, request: string])[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request;
    const own = rawHeaders.flatMap((name, index) => (name.startsWith('X-A') ? `${name}=${rawHeaders[index + 1]}` : []));
    void text(request).then((body) => {
      seen.push([Number(headers['x-vegeta-seq']), outline([`${method} ${url}`, ...own, body])]);
      response.end();
    });
  });
  const url = await listen(server);
  onTestFinished(() => void server.close());
  const requests = (count: number): readonly string[] => {
    const sorted = seen.toSorted(([a], [b]) => a - b).map(([, request]) => request);
    seen = [];
    return sorted.slice(0, count);
  };
  return { url, requests };
}

function outline(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function outlineOf({ method, url, headers, bodyFile }: Target): string {
  const own = headers.map(([name, value]) => `${name}=${value}`);
  return outline([`${method} ${new URL(url).pathname}`, ...own, bodyFile ? 'body' : '']);
}

/** Lets vegeta send a request to each of the targets, with time to spare: a busy machine sends late. */
async function send(targets: string, count: number): Promise<{ readonly code: number; readonly said: string }> {
  const args = ['attack', '-rate=1000', `-duration=${count + 50}ms`, '-workers=1', '-max-workers=1', '-targets=stdin'];
  const child = spawn(vegeta, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(targets);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number]>]);
  return { code, said };
}

/** Documents made of these lines, the same ones each time. */
function* documents(lines: readonly string[], count: number): Generator<string, void, void> {
  let state = 7;
  const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
  for (let made = 0; made < count; made += 1)
    yield Array.from({ length: 1 + below(7) }, () => lines[below(lines.length)]).join('\n');
}

test('parseHttpTargets() takes targets for what vegeta takes them, and writes them so', async () => {
  const { url, requests } = await startRecorder();
  const folder = await mkdtemp(join(tmpdir(), 'servo-vegeta-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'body'), 'body');
  const targets = [`GET ${url}a`, `POST ${url}b`, `PUT ${url}c  `];
  const others = ['', ' ', 'X-A1: 1', ' X-A2:2:3 ', '# comment', `@${folder}/body`, 'nonsense', 'X-A3:'];
  let accepted = 0;
  for (const document of documents([...targets, ...targets, ...others], 150)) {
    let expected: readonly Target[];
    try {
      expected = parseHttpTargets(document);
    } catch {
      continue; // it is stricter where vegeta takes one target for a header of another
    }
    accepted += 1;
    for (const text of [document, formatHttpTargets(expected)]) {
      expect(await send(text, expected.length), text).toEqual({ code: 0, said: '' });
      expect(requests(expected.length), text).toEqual(expected.map(outlineOf));
    }
  }
  expect(accepted).toBeGreaterThan(20);
});
