import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { FakeClock } from '@servo/testing';
import { describe, expect, inject, test } from 'vitest';
import { follow } from '../../src/api/follow.js';
import { deployments } from '../../src/api/resource.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy } from '../support/faulty-proxy.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('follow()', () => {
  test('waits as long as the API server asks for, before it watches again', async () => {
    const { server = '', authority = '', tokens } = cluster ?? {};
    const ca = await readFile(authority, 'utf8');
    await using proxy = await FaultyProxy.start({ server, ca, token: tokens?.admin ?? '' });
    const file = join(await mkdtemp(join(tmpdir(), 'servo-follow-')), 'kubeconfig');
    await writeFile(file, proxy.kubeconfig);
    using api = await clientOf(file);
    const clock = new FakeClock();
    const end = new AbortController();
    const key = { resource: deployments, namespace: 'default' };
    const objects = follow(api, key, { clock, signal: end.signal, random: () => 0 });
    proxy.fault(/watch=true/, { kind: 'answer', status: 429, headers: { 'retry-after': '30' } });
    await objects.next();
    const second = objects.next();
    while (clock.pending === 0) await turn();
    expect(clock.sleeps).toEqual([30_000]);
    end.abort();
    await expect(second).rejects.toThrow('abort');
  });
});
