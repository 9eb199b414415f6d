// npm run bench: the figures that are promised, each as a ratio to a bare `node -e 0` of the same run or beside its bar.
// None of them is a test: machines differ, and this one may be busy.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { answerReading } from './bench/answer-reading.mjs';
import { bareRate } from './bench/bare-rate.mjs';
import { dispatchRate } from './bench/dispatch-rate.mjs';
import { firstApiCall } from './bench/first-api-call.mjs';
import { installedSize } from './bench/installed-size.mjs';
import { kubernetesAdjust } from './bench/kubernetes-adjust.mjs';
import { medianTime } from './bench/median-time.mjs';
import { commandRate, sleepingServos, startToHello } from './bench/running-servos.mjs';
import { unpackedSize } from './bench/unpacked-size.mjs';
import { validatedDocuments } from './bench/validated-documents.mjs';
import { vegetaDecoding, vegetaOverhead } from './bench/vegeta-rate.mjs';
import { findControlPlane } from './real-programs/control-plane.ts';
import { realVegeta } from './real-programs/real-vegeta.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!process.env.SERVO_BENCH_BUILT) execFileSync('nx', ['run-many', '-t', 'build'], { cwd: root, stdio: 'ignore' });
const servo = `${root}packages/servo-cli/dist/bin.js`;
const core = `${root}packages/servo-core/dist/index.js`;
const bare = medianTime(['-e', '0']);
const rows = [['figure', 'measured', 'bar']];
const ratio = (args) => `${(medianTime(args) / bare).toFixed(2)} × bare node`;

rows.push(['bare node', `${bare.toFixed(0)} ms`, '']);
rows.push(['servo --version', ratio([servo, '--version']), '≤ 1.6 ×']);
rows.push(['servo --help', ratio([servo, '--help']), '≤ 4 ×']);
rows.push(['servo, completing a word', ratio([servo, '--complete', 're']), '≤ 4 ×']);
rows.push(['servo validate', ratio([servo, 'validate', '-c', `${root}examples/quickstart/servo.yaml`]), '≤ 5 ×']);
for (const documents of [100, 1_000]) {
  const time = await validatedDocuments(root, documents);
  rows.push([`validating ${documents} documents`, `${time.toFixed(0)} ms`, documents === 1_000 ? '≤ 1,000 ms' : '']);
}
const imported = medianTime(['--input-type=module', '-e', `await import(${JSON.stringify(core)})`]);
const empty = medianTime(['--input-type=module', '-e', '0']);
rows.push(['import @servo/core', `${(imported - empty).toFixed(1)} ms over bare node`, '≤ 10 ms']);
for (const connectors of [1, 10]) {
  const rate = await dispatchRate(root, connectors);
  const bar = connectors === 10 ? '≥ 100,000/s' : '';
  rows.push([`no-op event to ${connectors}`, perSecond(rate), bar]);
}
for (const [kind, servos, bar] of [
  ['measure', 1, '≥ 4,000/s'],
  ['measure', 100, '≥ 6,000/s'],
  ['adjust', 1, '≥ 1,000/s'],
]) {
  const rate = await commandRate({ root, servo, servos, kind });
  const share = (rate / (await bareRate(root, servos))).toFixed(2);
  const name = kind === 'adjust' ? 'commands, every fourth an ADJUST' : 'no-op commands';
  rows.push([`${name}, ${servos} servo${servos > 1 ? 's' : ''}`, `${perSecond(rate)} (${share} × bare loop)`, bar]);
}
const limits = { 1: '≤ 90 MiB', 100: '', 1000: '≤ 210 MiB', 5000: '≤ 650 MiB' };
for (const [servos, limit] of Object.entries(limits)) {
  const { memory, cpu, greeted } = await sleepingServos({ root, servo, servos: Number(servos) });
  const name = `${servos} asleep`;
  rows.push([`${name}, memory`, `${memory.toFixed(0)} MiB (${(memory / bareMemory()).toFixed(2)} × bare node)`, limit]);
  rows.push([`${name}, processor`, `${(cpu * 100).toFixed(2)} % of a core`, servos === '1' ? '≤ 0.5 %' : '≤ 1 %']);
  if (servos !== '1')
    rows.push([`${name}, start to HELLO`, `${(greeted / 1_000).toFixed(2)} s`, servos === '1000' ? '≤ 2 s' : '']);
}
const hello = await startToHello({ root, servo });
rows.push(['1 servo, start to HELLO', `${(hello / medianTime(['-e', '0'])).toFixed(2)} × bare node`, '≤ 6 ×']);
rows.push(['@servo/cli on disk', `${installedSize(root).toFixed(1)} MB`, '≤ 30 MB']);
const reading = await answerReading(root);
rows.push(['a million points of Prometheus, time', `${reading.time.toFixed(2)} × JSON.parse`, '≤ 2 ×']);
rows.push(['a million points of Prometheus, memory', `${reading.memory.toFixed(2)} × JSON.parse`, '≤ 1.5 ×']);
rows.push(['a million points of Prometheus, stall', `${reading.stall.toFixed(0)} ms`, '≤ 20 ms']);
const connector = `await import(${JSON.stringify(`${root}packages/connector-kubernetes/dist/index.js`)})`;
const loaded = medianTime(['--input-type=module', '-e', connector]);
rows.push(['import connector-kubernetes', `${(loaded - empty).toFixed(1)} ms over bare node`, '≤ 30 ms']);
rows.push(['connector-kubernetes, start to first API call', `${(await firstApiCall(root)).toFixed(0)} ms`, '≤ 350 ms']);
rows.push(['connector-kubernetes on disk', `${unpackedSize(root, 'connector-kubernetes').toFixed(1)} MB`, '≤ 3 MB']);
const plane = findControlPlane(process.env);
if (plane.kind !== 'programs')
  console.log(`left out: ${plane.reason ?? 'a cluster that simulates its nodes is needed'}`);
else {
  const { requests, perSecond: rate, reaction, memory } = await kubernetesAdjust(root, plane.folder);
  rows.push(['adjusting one workload, requests', `${requests} beside watches`, '≤ 10']);
  rows.push(['adjusting one workload, while it waits', `${rate.toFixed(2)} requests/s`, '≤ 1/s']);
  rows.push(['adjusting one workload, from ready to the end', `${reaction.toFixed(0)} ms`, '≤ 500 ms']);
  rows.push(['adjusting 100 workloads at once, memory', `${memory.toFixed(0)} MiB`, '≤ 150 MiB']);
}
const vegeta = realVegeta();
if ('missing' in vegeta) console.log(`left out: ${vegeta.missing}`);
else {
  const { perCore, growth } = await vegetaDecoding(root, vegeta.path);
  rows.push(['results of vegeta, of one core', perSecond(perCore), '≥ 200,000/s']);
  rows.push(['500,000 results to 2,000,000, memory', `+ ${growth.toFixed(0)} MiB`, '≤ 20 MiB']);
  const { alone, measured } = await vegetaOverhead(root, vegeta.path);
  rows.push(['vegeta at 5,000/s', `${(measured / alone).toFixed(4)} × vegeta alone`, '≥ 0.99 ×']);
}

const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );

function perSecond(rate) {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}

function bareMemory() {
  return Number(execFileSync(process.execPath, ['-p', 'process.memoryUsage.rss()'], { encoding: 'utf8' })) / 2 ** 20;
}
