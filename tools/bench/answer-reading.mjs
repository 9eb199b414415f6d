import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const [series, points] = [100, 10_000];

/**
 * How the connector reads an answer of Prometheus of a million points: time and peak memory as ratios to `JSON.parse` of the
 * same bytes, and the milliseconds for which nobody else had a turn. The medians of five processes each.
 */
export async function answerReading(root) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  try {
    const file = join(folder, 'answer.json');
    writeFileSync(file, matrix());
    const [parsed, read] = [[], []];
    for (let round = 0; round < 5; round += 1) {
      parsed.push(await measured(root, file, 'JSON.parse'));
      read.push(await measured(root, file, 'readAnswer'));
    }
    const ratio = (key) => median(read, key) / median(parsed, key);
    return { time: ratio('time'), memory: ratio('memory'), stall: median(read, 'stall') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a server says about series whose values have all digits, as rates have. */
function matrix() {
  let value = 1;
  const result = Array.from({ length: series }, (_, index) => ({
    metric: { __name__: 'http_requests_total', instance: `10.0.0.${index}:9090`, job: 'shop' },
    values: Array.from({ length: points }, (__, point) => {
      value = (value * 16_807) % 2_147_483_647;
      return [1_607_989_427.782 + 15 * point, String(value / 1_234.567)];
    }),
  }));
  return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
}

async function measured(root, file, way) {
  const child = fork(here, [root, file, way]);
  const [message] = await once(child, 'message');
  return message;
}

function median(all, key) {
  return all.map((each) => each[key]).sort((a, b) => a - b)[Math.floor(all.length / 2)];
}

/** Reads the file in this process. */
async function read(root, file, way) {
  const source = `${root}packages/connector-prometheus/src/client/read-answer.ts`;
  registerHooks({
    resolve: (specifier, context, next) => {
      const ofSource = context.parentURL?.endsWith('.ts') && specifier.startsWith('.');
      return next(ofSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
    },
  });
  const { readAnswer } = await import(source);
  const before = process.resourceUsage().maxRSS;
  let [stall, last] = [0, performance.now()];
  const watch = setInterval(() => {
    const now = performance.now();
    stall = Math.max(stall, now - last);
    last = now;
  }, 1);
  const start = performance.now();
  const body = createReadStream(file);
  const answer = way === 'readAnswer' ? await readAnswer(body) : await parse(body);
  const time = performance.now() - start;
  clearInterval(watch);
  process.send({ time, stall, memory: process.resourceUsage().maxRSS - before, answer: Object.keys(answer).length });
  process.disconnect();
}

async function parse(body) {
  const chunks = [];
  for await (const chunk of body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

if (process.argv[1] === here && process.send) await read(...process.argv.slice(2));
