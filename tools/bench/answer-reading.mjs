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
 * same bytes, and the milliseconds for which nobody else had a turn while a metric was measured by it, from the bytes to the
 * readings. The medians of five processes each.
 */
export async function answerReading(root) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  try {
    const file = join(folder, 'answer.json');
    writeFileSync(file, matrix());
    const [parsed, read, metrics] = [[], [], []];
    for (let round = 0; round < 5; round += 1) {
      parsed.push(await measured(root, file, 'JSON.parse'));
      read.push(await measured(root, file, 'readAnswer'));
      metrics.push(await measured(root, file, 'measureMetric'));
    }
    const ratio = (key) => median(read, key) / median(parsed, key);
    return { time: ratio('time'), memory: ratio('memory'), stall: median(metrics, 'stall') };
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

/** Does the work with the file in this process. */
async function read(root, file, way) {
  registerHooks({
    resolve: (specifier, context, next) => {
      const ofSource = context.parentURL?.endsWith('.ts') && specifier.startsWith('.');
      return next(ofSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
    },
  });
  const work = await ways[way](`${root}packages/connector-prometheus/src/`);
  const before = process.resourceUsage().maxRSS;
  let [stall, last] = [0, performance.now()];
  const watch = setInterval(() => {
    const now = performance.now();
    stall = Math.max(stall, now - last);
    last = now;
  }, 1);
  const start = performance.now();
  const answer = await work(() => createReadStream(file));
  const time = performance.now() - start;
  await new Promise((resume) => setTimeout(resume, 2)); // in which what held others up last is seen, too
  clearInterval(watch);
  process.send({ time, stall, memory: process.resourceUsage().maxRSS - before, answer: Object.keys(answer).length });
  process.disconnect();
}

/** What is done with the file, once the modules for it are there. */
const ways = {
  'JSON.parse': async () => (open) => parse(open()),
  readAnswer: async (source) => {
    const { readAnswer } = await import(`${source}client/read-answer.ts`);
    return (open) => readAnswer(open());
  },
  measureMetric: async (source) => {
    const [{ bodyOf }, { queryAnswer }, { readAnswer }, { measureMetric }] = await Promise.all(
      ['client/answer-body', 'client/query-answer', 'client/read-answer', 'measure-metric'].map(
        (name) => import(`${source}${name}.ts`),
      ),
    );
    const [start, step] = [1_607_989_427_782, 15_000];
    const end = start + (points - 1) * step;
    const queryRange = (open) => async () => {
      const scanned = await readAnswer(open());
      return queryAnswer(bodyOf(scanned, { status: 200, url: '' }), scanned.values);
    };
    const query = async () => ({ series: [{ labels: {}, points: [[end, end / 1_000]] }], warnings: [] });
    const wanted = { name: 'm', unit: '', query: 'm', sources: ['m'], interval: step, absent: 'fail' };
    const { signal } = new AbortController();
    return (open) =>
      measureMetric(wanted, { client: { query, queryRange: queryRange(open) }, config: {}, start, end, signal });
  },
};

async function parse(body) {
  const chunks = [];
  for await (const chunk of body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

if (process.argv[1] === here && process.send) await read(...process.argv.slice(2));
