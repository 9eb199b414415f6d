import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { programs } from '../support/programs.js';

const script = fileURLToPath(new URL('../../real-programs/real-prometheus.ts', import.meta.url));
const run = promisify(execFile);

function debian(): { readonly cache: string; readonly find: () => Promise<{ readonly stdout: string }> } {
  const PATH = programs({
    'apt-get': '[ "$1" = download ] && touch prometheus_1.deb; exit 0',
    // the first is ready while the others still unpack
    dpkg: 'mkdir $0-first || sleep 1; sleep 0.5; mkdir -p $3/usr/bin; for name in prometheus promtool by-$$; do touch $3/usr/bin/$name; done',
  });
  const find = () => run(process.execPath, [script], { env: { PATH, XDG_CACHE_HOME: join(PATH, 'cache') } });
  return { cache: join(PATH, 'cache/servo'), find };
}

test('realPrometheus() leaves what another one has unpacked in the meantime', async () => {
  const { cache, find } = debian();
  const folder = join(cache, 'prometheus/usr/bin');
  const found = Array.from({ length: 3 }, find);
  await Promise.race(found);
  const first = readdirSync(folder);
  expect(new Set((await Promise.all(found)).map(({ stdout }) => stdout))).toEqual(new Set([`${folder}\n`]));
  expect(readdirSync(folder)).toEqual(first);
  expect(readdirSync(cache)).toEqual(['prometheus']);
});

test('realPrometheus() says what to do about a folder without the programs', async () => {
  const { cache, find } = debian();
  mkdirSync(join(cache, 'prometheus/usr'), { recursive: true });
  await expect(find()).rejects.toMatchObject({
    stderr: expect.stringContaining('prometheus is incomplete: remove it'),
  });
});
