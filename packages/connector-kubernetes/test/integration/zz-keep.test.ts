import { existsSync, writeFileSync } from 'node:fs';
import { inject, test } from 'vitest';
const cluster = inject('cluster');
test('keep', async () => {
  writeFileSync('/tmp/keep-cluster.json', JSON.stringify(cluster));
  while (!existsSync('/tmp/stop-cluster')) await new Promise((r) => setTimeout(r, 500));
}, 3_600_000);
