import { expect, test } from 'vitest';
import { formatJsonTargets, parseJsonTargets } from './json-targets.js';

const lines = `{"method":"POST","url":"http://goku/1","body":"Rk9P","header":{"A":["1","2"],"B":["3"]}}

{"url":"http://goku/2","method":"GET"}
`;

test('parseJsonTargets() reads an object from each line', () => {
  expect(parseJsonTargets(lines)).toEqual([
    {
      line: 1,
      method: 'POST',
      url: 'http://goku/1',
      body: 'Rk9P',
      headers: [
        ['A', '1'],
        ['A', '2'],
        ['B', '3'],
      ],
    },
    { line: 3, method: 'GET', url: 'http://goku/2', headers: [] },
  ]);
});

test('parseJsonTargets() reads one object from several lines', () => {
  const [target] = parseJsonTargets(`\n${JSON.stringify({ method: 'GET', url: 'http://a/' }, undefined, 2)}`);
  expect(target).toMatchObject({ line: 2, url: 'http://a/' });
});

test.each<[text: string, message: string]>([
  [' \n', 'line 1: expected a target'],
  ['{"method":"GET","url":"http://a/"}\nGET http://a/', 'line 2: expected an object in JSON'],
  ['{"method":"INVALID","url":"http://a/"}', 'line 1: method: '],
  ['{"method":"GET"}', 'line 1: url: '],
  ['{"method":"GET","url":"/a"}', 'line 1: url: expected a URL that begins with http:// or https://'],
  ['{"method":"GET","url":"http://a/","body":"no base64!"}', 'line 1: body: expected text in base64'],
  ['{"method":"GET","url":"http://a/","header":{"A":"1"}}', 'line 1: header.A: '],
  ['{"method":"GET","url":"http://a/","headers":{}}', 'line 1: Unrecognized key: "headers"'],
  ['[{"method":"GET","url":"http://a/"}]', 'line 1: Invalid input: expected object'],
])('parseJsonTargets() refuses %j', (text, message) => {
  expect(() => parseJsonTargets(text)).toThrow(expect.objectContaining({ code: 'TARGETS_INVALID' }));
  expect(() => parseJsonTargets(text)).toThrow(message);
});

test('formatJsonTargets() writes what is read again as the same', () => {
  const targets = parseJsonTargets(lines);
  const again = parseJsonTargets(formatJsonTargets(targets));
  expect(again.map((target) => ({ ...target, line: 0 }))).toEqual(targets.map((target) => ({ ...target, line: 0 })));
});
