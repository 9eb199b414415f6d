import { expect, test } from 'vitest';
import { serializer } from './serializer.js';

const facts = { name: 'web', absent: undefined, text: 'two\nlines', at: new Date(0) };

test('serializer() writes JSON on one line, and on several for people', async () => {
  const write = await serializer('json');
  expect(write?.(facts)).toBe('{"version":1,"name":"web","text":"two\\nlines","at":"1970-01-01T00:00:00.000Z"}');
  expect(write?.({ a: 1 }, true)).toBe('{\n  "version": 1,\n  "a": 1\n}');
});

test('serializer() writes a YAML document each, with the same facts', async () => {
  const write = await serializer('yaml');
  expect(write?.(facts)).toBe('---\nversion: 1\nname: web\ntext: |-\n  two\n  lines\nat: 1970-01-01T00:00:00.000Z');
});

test('serializer() has none for people', async () => {
  expect(await serializer('table')).toBeUndefined();
});
