import { execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);

/**
 * How many raw results the connector takes in per second of one core, from the pipe to the window, and by how many MiB its
 * process grows from half a million of them to two million: results of a real attack, over and over.
 */
export async function vegetaDecoding(root, vegeta) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  using service = await startService();
  try {
    const raw = join(folder, 'raw');
    attack(vegeta, service.url, ['-rate=1000', '-duration=2s', `-output=${raw}`]);
    const { head, results, count } = split(readFileSync(raw));
    const block = Math.ceil(5e5 / count);
    writeFileSync(join(folder, 'head'), head);
    writeFileSync(raw, Buffer.concat(Array(block).fill(results)));
    const command = join(folder, 'vegeta');
    const repeat = async (times) => {
      const output = `cat ${folder}/head${` ${raw}`.repeat(times)}`;
      writeFileSync(command, `#!/bin/sh\n[ "$2" = -h ] && exec ${vegeta} "$@"\nexec ${output}\n`, { mode: 0o755 });
      const { cpu, rss } = await ask(root, { command, url: service.url, rate: 1_000, duration: 2_000 });
      return { rate: (times * block * count) / cpu, rss };
    };
    const [few, many] = [await repeat(1), await repeat(4)];
    return { perCore: many.rate, growth: many.rss - few.rss };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The share of 5,000 requests per second that was sent: by vegeta alone, and under the connector. The median of three each. */
export async function vegetaOverhead(root, vegeta) {
  using service = await startService();
  const [alone, measured] = [[], []];
  const [rate, duration] = [5_000, 3_000];
  for (let round = 0; round < 3; round += 1) {
    const args = [`-rate=${rate}`, `-duration=${duration}ms`, '-output=stdout'];
    const { stdout } = spawnSync('sh', ['-c', '"$0" attack "$@" | "$0" report -type=json', vegeta, ...args], {
      input: `GET ${service.url}`,
    });
    const due = (rate * duration) / 1_000;
    alone.push(JSON.parse(stdout).requests / due);
    measured.push((await ask(root, { command: vegeta, url: service.url, rate, duration })).requests / due);
  }
  return { alone: median(alone), measured: median(measured) };
}

function attack(vegeta, url, args) {
  execFileSync(vegeta, ['attack', ...args], { input: `GET ${url}` });
}

/** Cuts raw results into what describes them and the results themselves. */
function split(raw) {
  let [position, start, count] = [0, 0, 0];
  while (position < raw.length) {
    const begin = position;
    let size = raw[position++];
    if (size >= 0x80) {
      let bytes = 256 - size;
      for (size = 0; bytes > 0; bytes -= 1) size = size * 256 + raw[position++];
    }
    const isDescription = raw[position] >= 0x80 && raw[position + 1] % 2 === 1; // its number is negative
    if (raw[position] < 0x80 ? raw[position] % 2 === 1 : isDescription) start = position + size;
    else count += 1;
    position = Math.max(begin, position) + size;
  }
  return { head: raw.subarray(0, start), results: raw.subarray(start), count };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Measures in a process of its own, so that its time and memory are those of the connector. */
async function ask(root, task) {
  const child = fork(here, ['measure', root, JSON.stringify(task)]);
  const [answer] = await once(child, 'message');
  return answer;
}

async function startService() {
  const child = fork(here, ['serve']);
  const [url] = await once(child, 'message');
  return { url, [Symbol.dispose]: () => void child.kill() };
}

async function serve() {
  const { createServer } = await import('node:http');
  const server = createServer((_, response) => response.end('hello'));
  server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/`));
}

async function measure(root, { command, url, rate, maxWorkers, duration }) {
  const { VegetaConfig, VegetaConnector } = await import(`${root}packages/connector-vegeta/dist/index.js`);
  const { control, silentLogger, systemClock } = await import(`${root}packages/servo-core/dist/index.js`);
  const config = VegetaConfig.parse({ command, target: `GET ${url}`, rate, maxWorkers });
  const connector = new VegetaConnector({ config, cwd: '/', env: process.env, logger: silentLogger });
  const context = {
    clock: systemClock,
    logger: silentLogger,
    signal: new AbortController().signal,
    progress() {},
    report() {},
  };
  const before = process.cpuUsage();
  const { counts } = await connector.measure({ control: control({ duration: duration / 1_000 }) }, context);
  const { user, system } = process.cpuUsage(before);
  process.send({
    requests: counts.error_rate,
    cpu: (user + system) / 1e6,
    rss: process.resourceUsage().maxRSS / 1_024,
  });
  process.disconnect();
}

if (process.argv[1] === here) {
  const [task, root, options] = process.argv.slice(2);
  if (task === 'serve') await serve();
  else await measure(root, JSON.parse(options));
}
