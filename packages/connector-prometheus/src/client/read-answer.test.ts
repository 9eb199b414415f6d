import { expect, test } from 'vitest';
import { readAnswer } from './read-answer.js';

async function* bodyOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

test('readAnswer() lets others have their turn while it reads', async () => {
  const points = Array.from({ length: 40_000 }, (_, index) => `[${index},"${index}"]`);
  let turns = 0;
  const turning = setInterval(() => turns++);
  const { values } = await readAnswer(bodyOf(Buffer.from(`{"data":{"result":[{"values":[${points.join(',')}]}]}}`)));
  clearInterval(turning);
  expect(values[0]).toHaveLength(40_000);
  expect(turns).toBeGreaterThan(1);
});

test('readAnswer() reads many series one by one, and lets others have their turn meanwhile', async () => {
  const series = Array.from({ length: 40_000 }, (_, index) => ({
    metric: { pod: `shop-${index}` },
    value: [index, '1'],
  }));
  let turns = 0;
  const turning = setInterval(() => turns++);
  const { text, items } = await readAnswer(bodyOf(Buffer.from(JSON.stringify({ data: { result: series } }))));
  clearInterval(turning);
  expect(items).toEqual(series);
  expect(JSON.parse(text)).toEqual({ data: { result: Array.from(series.keys()) } });
  expect(turns).toBeGreaterThan(1);
});

test('readAnswer() refuses what is longer than anybody needs', async () => {
  const long = Array.from({ length: 257 }, () => new Uint8Array(1024 ** 2).fill(0x20));
  await expect(readAnswer(bodyOf(...long))).rejects.toThrow('longer than 256 MiB');
});
