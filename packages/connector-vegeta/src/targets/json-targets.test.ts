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
  ['{"method":"INVALID","url":"http://a/"}', 'line 1: method: expected one of GET, POST, '],
  ['{"url":"http://a/"}', 'line 1: method: is required: one of GET, POST, '],
  ['{"method":"GET"}', 'line 1: url: is required: a URL'],
  ['{"method":"GET","url":5}', 'line 1: url: expected a URL'],
  ['{"method":"GET","url":"http://a:99999/"}', 'line 1: url: expected a port of at most 65535'],
  ['{"method":"GET","url":"/a"}', 'line 1: url: expected a URL that begins with http:// or https://'],
  ['{"method":"GET","url":"http://a/","body":"no base64!"}', 'line 1: body: expected text in base64'],
  ['{"method":"GET","url":"http://a/","header":{"A":"1"}}', 'line 1: header.A: expected a list of values'],
  ['{"method":"GET","url":"http://a/","header":{"A":[1]}}', 'line 1: header.A.0: expected text'],
  ['{"method":"GET","url":"http://a/","header":{"a b":[]}}', 'line 1: header.a b: expected the name of a header'],
  ['{"method":"GET","url":"http://a/","header":[]}', 'line 1: header: expected an object of lists'],
  [
    '{"method":"GET","url":"http://a/","headers":{}}',
    'line 1: unknown key "headers"; known are method, url, body, header',
  ],
  ['[{"method":"GET","url":"http://a/"}]', 'line 1: expected an object, such as {"method"'],
])('parseJsonTargets() refuses %j', (text, message) => {
  expect(() => parseJsonTargets(text)).toThrow(expect.objectContaining({ code: 'TARGETS_INVALID' }));
  expect(() => parseJsonTargets(text)).toThrow(message);
});

test('formatJsonTargets() writes what is read again as the same', () => {
  const targets = parseJsonTargets(lines);
  const again = parseJsonTargets(formatJsonTargets(targets));
  expect(again.map((target) => ({ ...target, line: 0 }))).toEqual(targets.map((target) => ({ ...target, line: 0 })));
});
