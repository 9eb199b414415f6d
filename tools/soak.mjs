// npm run soak: many servos against one optimizer that fails by chance, for minutes. Ends with 1 when a rule of the protocol
// was broken, a command stayed without an answer, or memory went on growing.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchDeployment } from './bench/bench-deployment.mjs';

const { values } = parseArgs({
  options: {
    servos: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '3' },
    rate: { type: 'string', default: '0.1' },
  },
});
const servos = Number(values.servos);
const root = fileURLToPath(new URL('..', import.meta.url));
if (!process.env.SERVO_BENCH_BUILT) execFileSync('nx', ['run-many', '-t', 'build'], { cwd: root, stdio: 'ignore' });
const { FakeOptimizer, command } = await import(`${root}packages/servo-testing/dist/fake-optimizer.js`);

const script = ({ number }) => {
  const step = number % 8;
  if (step === 3) return command.adjust({ web: { cpu: 1 + (number % 3) } });
  if (step === 5 || step === 7) return command.sleep(1 + (number % 5));
  return step % 2 === 0 ? command.describe() : command.measure({ metrics: ['rate'] });
};
const optimizer = await FakeOptimizer.listen({
  script,
  chaos: { rate: Number(values.rate) },
  remember: 1_000,
  token: 'x',
});
const deployment = benchDeployment(root, { servos, optimizer: (id) => optimizer.opsani(id) });
const child = spawn(process.execPath, [`${root}packages/servo-cli/dist/bin.js`, 'run', '-l', 'silent'], {
  cwd: deployment.folder,
  stdio: 'ignore',
});
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;

const samples = [];
const rounds = Number(values.minutes) * 6;
for (let round = 1; round <= rounds && child.exitCode === null; round++) {
  await wait(10_000);
  samples.push(memory());
  const counts = ['HELLO', 'completion', 'any'].map((on) => `${optimizer.count(on).toLocaleString('en')} ${on}`);
  console.log(
    `${round * 10}s: ${counts.join(', ')}; ${samples.at(-1).toFixed(0)} MiB; ${optimizer.violations.length} violations`,
  );
}
const died = child.exitCode !== null;
child.kill('SIGTERM');
const code = died ? child.exitCode : await new Promise((resolve) => child.once('exit', resolve));
await optimizer[Symbol.asyncDispose]();
deployment.remove();

const half = Math.floor(samples.length / 2);
const [early, late] = [samples.slice(half / 2, half), samples.slice(half)].map((part) => Math.max(...part));
for (const { servo, rule, message } of optimizer.violations.slice(0, 20)) console.log(`${servo}: ${rule}: ${message}`);
const problems = [
  ...(died ? [`the servos ended by themselves with ${code}`] : []),
  ...(code === 0 ? [] : [`exit code ${code}`]),
  ...(optimizer.violations.length > 0 ? [`${optimizer.violations.length} violations`] : []),
  ...(late > early * 1.15 + 10 ? [`memory went on growing: ${early.toFixed(0)} to ${late.toFixed(0)} MiB`] : []),
];
console.log(problems.length > 0 ? `FAILED: ${problems.join('; ')}` : 'ok');
process.exitCode = problems.length > 0 ? 1 : 0;
