import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ticks = 100; // of the kernel, in a second

/** Runs a servo whose optimizer only lets it sleep; returns its memory in MiB and its share of a core. */
export async function idleServo(root, servo) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  const optimizer = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.end(JSON.stringify({ cmd: 'SLEEP', status: 'ok', param: { duration: 60 } })));
  });
  await new Promise((resolve) => optimizer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${optimizer.address().port}`;
  symlinkSync(join(root, 'examples/quickstart/node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ dependencies: { '@servo/connector-autocannon': '1.0.0' } }),
  );
  writeFileSync(
    join(folder, 'servo.yaml'),
    `optimizer: {id: example.com/bench, token: x, url: "${url}"}\nautocannon: {url: "${url}", rate: 1}\n`,
  );
  const child = spawn(process.execPath, [servo, 'run'], { cwd: folder, stdio: 'ignore' });
  try {
    await wait(4_000);
    const before = processorTime(child.pid);
    await wait(10_000);
    return { memory: residentMemory(child.pid), cpu: (processorTime(child.pid) - before) / 10 };
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    optimizer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function residentMemory(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function processorTime(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}
