import { expect, test } from 'vitest';
import { readBody } from './read-body.js';

async function* chunks(...parts: readonly (string | Uint8Array)[]) {
  for (const part of parts) yield typeof part === 'string' ? new TextEncoder().encode(part) : part;
}

test('readBody() puts letters together that came in pieces', async () => {
  const euro = new TextEncoder().encode('€');
  expect(await readBody(chunks(euro.subarray(0, 1), euro.subarray(1), ' 1'))).toEqual({ text: '€ 1', complete: true });
  expect(await readBody(chunks('\uFEFF{}'))).toEqual({ text: '{}', complete: true });
  expect(await readBody(null)).toEqual({ text: '', complete: true });
});

test('readBody() takes 1 MiB, and stops asking for what is beyond', async () => {
  const part = 'x'.repeat(2 ** 19);
  expect(await readBody(chunks(part, part))).toMatchObject({ complete: true });
  let asked = 0;
  async function* endless() {
    for (;;) yield new TextEncoder().encode(part.slice(asked++ ? 0 : 1));
  }
  expect((await readBody(endless())).complete).toBe(false);
  expect(asked).toBe(3);
});
