import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { ApiError } from './api-error.js';
import { follow } from './follow.js';
import type { KubernetesApi, WatchEvent } from './kubernetes-api.js';
import type { WorkloadObject } from './objects.js';
import { deployments } from './resource.js';
import { sampleObject } from '../../test/sample-snapshot.js';

/** Waits, then tells events and ends, or fails. */
type Watch = (clock: FakeClock, signal: AbortSignal) => Promise<readonly WatchEvent<WorkloadObject>[]>;

const version = (resourceVersion: string): WorkloadObject => sampleObject({}, { metadata: { resourceVersion } });

/** Follows by watches of which one comes after the other, and the last of them again and again. */
const following = (...watches: readonly Watch[]) => {
  const clock = new FakeClock();
  const end = new AbortController();
  const asked: string[] = [];
  const seconds = (): number => clock.monotonic() / 1_000;
  let next = 0;
  const api = {
    list: async () => {
      asked.push(`list ${seconds()}`);
      return { items: [version('1')], resourceVersion: '1' };
    },
    async *watch(_, { resourceVersion, signal }) {
      asked.push(`watch ${resourceVersion} ${seconds()}`);
      yield* (await watches[Math.min(next++, watches.length - 1)]?.(clock, signal)) ?? [];
    },
  } as Pick<KubernetesApi, 'list' | 'watch'> as KubernetesApi; // no more of it is called
  const { signal } = end;
  const objects = follow(api, { resource: deployments, namespace: 'shop' }, { clock, signal, random: () => 0.999 });
  const seen: string[] = [];
  const done = (async () => {
    for await (const [object] of objects) seen.push(object?.metadata.resourceVersion ?? 'none');
  })();
  const finish = async (): Promise<void> => {
    end.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
  };
  return { clock, asked, seen, done, finish };
};

const tooOld: Watch = () => Promise.reject(new ApiError('too old resource version', { status: 410 }));
const over: Watch = async () => [];
const busy: Watch = async () => [{ type: 'MODIFIED', object: version('2') }];
const away: Watch = () => Promise.reject(new ApiError('gone away', { status: 0 }));
const idle: Watch = async (clock, signal) => {
  await clock.sleep(60_000, { signal });
  return [];
};
const cutWhenIdle: Watch = async (clock, signal) => {
  await clock.sleep(30_000, { signal });
  throw new ApiError('cut off', { status: 0 });
};

test.each([
  ['are too old at once', tooOld, 'list'],
  ['are over at once', over, 'watch'],
  ['are over at once, after a change', busy, 'watch'],
  ['fail at once', away, 'watch'],
])('follow() asks less and less often where all watches %s', async (_, watch, what) => {
  const { clock, asked, finish } = following(watch);
  await clock.advance(120_000);
  const times = asked.filter((each) => each.startsWith(what)).map((each) => Number(each.split(' ').at(-1)));
  expect(times.slice(1, 4).map((time, index) => Math.round(time - (times[index] ?? 0)))).toEqual([4, 8, 10]);
  expect(times.length).toBeLessThanOrEqual(14);
  await finish();
});

test('follow() lists anew after two seconds at the earliest, when the API server has forgotten the place', async () => {
  const { clock, asked, seen, finish } = following(tooOld, idle);
  await clock.advance(1_999);
  expect(asked).toEqual(['list 0', 'watch 1 0']);
  await clock.advance(2_001);
  expect(asked).toEqual(['list 0', 'watch 1 0', 'list 3.998', 'watch 1 3.998']);
  expect(seen).toEqual(['1', '1']);
  await finish();
});

test('follow() goes on at once after a watch that ended as it should, and where the place was forgotten meanwhile', async () => {
  const forgotten: Watch = async (clock, signal) => {
    await idle(clock, signal);
    return tooOld(clock, signal);
  };
  const { clock, asked, finish } = following(idle, forgotten, idle);
  await clock.advance(120_000);
  expect(asked).toEqual(['list 0', 'watch 1 0', 'watch 1 60', 'list 120', 'watch 1 120']);
  await finish();
});

test('follow() is back soon each time where idle connections are cut off', async () => {
  const { clock, asked, finish } = following(cutWhenIdle);
  await clock.advance(110_000);
  expect(asked.filter((each) => each.startsWith('watch'))).toHaveLength(4);
  await finish();
});

test('follow() ends with a failure that will not pass', async () => {
  const { done } = following(() => Promise.reject(new ApiError('not allowed', { status: 403 })));
  await expect(done).rejects.toThrow('not allowed');
});
