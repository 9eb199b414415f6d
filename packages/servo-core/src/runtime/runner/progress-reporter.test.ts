import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import type { WireProgress } from '../../wire/completion.js';
import { ProgressReporter } from './progress-reporter.js';

function reporterOf(post: (progress: WireProgress, signal: AbortSignal) => Promise<void> = async () => {}) {
  const clock = new FakeClock();
  const posts: WireProgress[] = [];
  const stop = new AbortController();
  const reporter = new ProgressReporter({
    clock,
    commandUid: 'u2',
    signal: stop.signal,
    post: async (progress, signal) => {
      posts.push(progress);
      await post(progress, signal);
    },
  });
  const take = async (percent: number, message?: string) => {
    reporter.take({ connector: 'load', percent, message });
    await clock.advance(1_000);
  };
  return { reporter, posts, take, clock, stop };
}

describe('ProgressReporter', () => {
  test('posts neither 0 nor 100, and what lies between with uid, runtime and the bare message', async () => {
    const { posts, take, clock } = reporterOf();
    for (const percent of [0, 25, 50, 99.9, 100]) {
      await take(percent, 'measuring');
      await clock.advance(60_000);
    }
    expect(posts.filter(({ message }) => message).map(({ progress }) => progress)).toEqual([25, 50, 99.9]);
    expect(posts.find(({ message }) => message)).toEqual({
      progress: 25,
      runtime: 61,
      cmd_uid: 'u2',
      message: 'measuring',
    });
  });

  test('rises strictly: what is behind is not posted', async () => {
    const { posts, take } = reporterOf();
    for (const [index, percent] of [30, 20, 30, 40, Number.NaN].entries()) await take(percent, 'abcde'.at(index));
    expect(posts.map(({ progress }) => progress)).toEqual([30, 40]);
  });

  test('posts the newest of a phase once a minute, and a change of phase after a second', async () => {
    const { posts, take, clock } = reporterOf();
    for (let second = 1; second <= 30; second++) await take(second, `warming up: ${second}s of 30s`);
    for (let second = 31; second <= 61; second++) await take(second, 'measuring');
    expect(posts.map(({ progress }) => progress)).toEqual([1, 31]);
    await clock.advance(60_000);
    expect(posts.map(({ progress }) => progress)).toEqual([1, 31, 61]);
  });

  test('creeps on once a minute where nobody says anything', async () => {
    const { posts, clock } = reporterOf();
    await clock.advance(200_000);
    expect(posts).toHaveLength(3);
    expect(posts.map(({ progress }) => progress)).toEqual(
      posts.map(({ progress }) => progress).toSorted((a, b) => a - b),
    );
    await clock.advance(7 * 86_400_000);
    expect(Math.max(...posts.map(({ progress }) => progress))).toBeLessThan(100);
  });

  test('posts nothing more once it is disposed, and lets a post under way end', async () => {
    const gate = Promise.withResolvers<void>();
    const { reporter, posts, clock } = reporterOf(() => gate.promise);
    reporter.take({ connector: 'load', percent: 10 });
    await clock.advance(0);
    reporter.take({ connector: 'load', percent: 20, message: 'next' });
    const disposed = reporter[Symbol.asyncDispose]();
    gate.resolve();
    await disposed;
    reporter.take({ connector: 'load', percent: 30 });
    await clock.advance(120_000);
    expect(posts.map(({ progress }) => progress)).toEqual([10]);
    expect(clock.pending).toBe(0);
  });

  test('posts nothing more once nobody wants to hear of the command, though it goes on', async () => {
    const { posts, take, clock, stop } = reporterOf();
    await take(10);
    stop.abort();
    await take(20, 'next');
    await clock.advance(120_000);
    expect(posts.map(({ progress }) => progress)).toEqual([10]);
  });

  test('gives up a post that holds up the completion', async () => {
    const hangs = (_: WireProgress, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const { reporter, take, clock } = reporterOf(hangs);
    await take(10);
    const disposed = reporter[Symbol.asyncDispose]();
    await clock.advance(2_000);
    await disposed;
  });
});
