// npm run bench: the figures that are promised, each as a ratio to a bare `node -e 0` of the same run or beside its bar.
// None of them is a test: machines differ, and this one may be busy.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dispatchRate } from './bench/dispatch-rate.mjs';
import { idleServo } from './bench/idle-servo.mjs';
import { installedSize } from './bench/installed-size.mjs';
import { medianTime } from './bench/median-time.mjs';

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
const imported = medianTime(['--input-type=module', '-e', `await import(${JSON.stringify(core)})`]);
const empty = medianTime(['--input-type=module', '-e', '0']);
rows.push(['import @servo/core', `${(imported - empty).toFixed(1)} ms over bare node`, '≤ 10 ms']);
for (const connectors of [1, 10]) {
  const rate = await dispatchRate(root, connectors);
  const bar = connectors === 10 ? '≥ 100,000/s' : '';
  rows.push([`no-op event to ${connectors}`, `${Math.round(rate).toLocaleString('en')}/s`, bar]);
}
const { memory, cpu } = await idleServo(root, servo);
rows.push([
  'idle servo, memory',
  `${memory.toFixed(0)} MiB (${(memory / bareMemory()).toFixed(2)} × bare node)`,
  '≤ 90 MiB',
]);
rows.push(['idle servo, processor', `${(cpu * 100).toFixed(2)} % of a core`, '≤ 0.5 %']);
rows.push(['@servo/cli on disk', `${installedSize(root).toFixed(1)} MB`, '≤ 30 MB']);

const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );

function bareMemory() {
  return Number(execFileSync(process.execPath, ['-p', 'process.memoryUsage.rss()'], { encoding: 'utf8' })) / 2 ** 20;
}
