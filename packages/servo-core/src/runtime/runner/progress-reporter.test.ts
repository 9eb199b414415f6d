import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import type { WireProgress } from '../../wire/completion.js';
import { ProgressReporter } from './progress-reporter.js';

function reporterOf(post: (progress: WireProgress) => Promise<void> = async () => {}) {
  const clock = new FakeClock();
  const posts: WireProgress[] = [];
  const reporter = new ProgressReporter({
    clock,
    commandUid: 'u2',
    post: async (progress) => {
      posts.push(progress);
      await post(progress);
    },
  });
  const take = async (percent: number, message?: string) => {
    reporter.take({ connector: 'load', percent, message });
    await clock.advance(1_000);
  };
  return { reporter, posts, take, clock };
}

describe('ProgressReporter', () => {
  test('posts neither 0 nor 100, and what lies between with uid, runtime and the bare message', async () => {
    const { posts, take } = reporterOf();
    for (const percent of [0, 25, 50, 99.9, 100]) await take(percent, 'measuring');
    expect(posts.map(({ progress }) => progress)).toEqual([25, 50, 99.9]);
    expect(posts[0]).toEqual({ progress: 25, runtime: 1, cmd_uid: 'u2', message: 'measuring' });
  });

  test('rises strictly: what is behind is not posted', async () => {
    const { posts, take } = reporterOf();
    for (const percent of [30, 20, 30, 40, Number.NaN]) await take(percent);
    expect(posts.map(({ progress }) => progress)).toEqual([30, 40]);
  });

  test('posts at most once a second, the newest only', async () => {
    const { reporter, posts, clock } = reporterOf();
    for (const percent of [1, 2, 3]) reporter.take({ connector: 'load', percent });
    await clock.advance(1_000);
    expect(posts.map(({ progress }) => progress)).toEqual([1, 3]);
  });

  test('posts nothing more once it is disposed, and lets a post under way end', async () => {
    const gate = Promise.withResolvers<void>();
    const { reporter, posts } = reporterOf(() => gate.promise);
    reporter.take({ connector: 'load', percent: 10 });
    reporter.take({ connector: 'load', percent: 20 });
    const disposed = reporter[Symbol.asyncDispose]();
    gate.resolve();
    await disposed;
    reporter.take({ connector: 'load', percent: 30 });
    expect(posts.map(({ progress }) => progress)).toEqual([10]);
  });
});
