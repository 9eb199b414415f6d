import { expect, test } from 'vitest';
import { formatHttpTargets, parseHttpTargets } from './http-targets.js';

function outline(text: string) {
  return parseHttpTargets(text).map(({ method, url, headers, bodyFile }) => [
    `${method} ${url}`,
    ...headers.map((pair) => pair.join('=')),
    ...(bodyFile ? [`@${bodyFile}`] : []),
  ]);
}

const body = 'POST http://goku:9090/things\n@/path/to/new.json\n\nPATCH http://goku:9090/thing/7\n@/path/to/7.json';

test.each<[what: string, text: string, expected: readonly (readonly string[])[]]>([
  ['one target', 'GET http://goku:9090/path?item=ball', [['GET http://goku:9090/path?item=ball']]],
  [
    'one in each line',
    'GET http://a/\nHEAD http://b/\nPUT http://c/',
    [['GET http://a/'], ['HEAD http://b/'], ['PUT http://c/']],
  ],
  ['a header', 'GET http://me:pw@a/\nX-Account-ID: 8675309', [['GET http://me:pw@a/', 'X-Account-ID=8675309']]],
  [
    'headers with colons, and case that counts',
    'DELETE http://a/\nConfirmation: 9:02:15\nauthorization:Token X\nauthorization: b',
    [['DELETE http://a/', 'Confirmation=9:02:15', 'authorization=Token X', 'authorization=b']],
  ],
  [
    'bodies',
    body,
    [
      ['POST http://goku:9090/things', '@/path/to/new.json'],
      ['PATCH http://goku:9090/thing/7', '@/path/to/7.json'],
    ],
  ],
  [
    'a target right after a body',
    'POST http://a/\n@b.json\nGET http://c/',
    [['POST http://a/', '@b.json'], ['GET http://c/']],
  ],
  [
    'trailing spaces and other line ends',
    'GET http://a/  \r\nA: 1 \r\n\r\nGET http://b/\r\n',
    [['GET http://a/', 'A=1'], ['GET http://b/']],
  ],
  [
    'comments',
    '# one\nGET http://a/\n# two\nA: 1\n# three\n\n\nGET http://b/',
    [['GET http://a/', 'A=1'], ['GET http://b/']],
  ],
])('parseHttpTargets() reads %s', (_, text, expected) => {
  expect(outline(text)).toEqual(expected);
});

test.each<[text: string, message: string]>([
  ['', 'line 1: expected a target'],
  ['# nothing\n  \n', 'line 1: expected a target'],
  ['ZGET http://a/', 'line 1: expected one of the methods GET, '],
  ['GET http://a/\n\nJUMP', 'line 3: expected a method, a space and a URL, got "JUMP"'],
  ['get http://a/', 'line 1: expected one of the methods'],
  ['!!! DELETE http://a/', 'line 1: expected a method, a space and a URL, got "!!! DELETE http://a/"'],
  ['GET gopher://a/', 'line 1: expected a URL that begins with http:// or https://, got "GET gopher://a/"'],
  ['GET http:/a', 'line 1: expected a URL'],
  ['GET http://127.0.0.1:99999/', 'line 1: expected a port of at most 65535 in the URL, got "GET http://127'],
  ['GET  http://a/', 'line 1: expected a method, a space and a URL'],
  ['GET http://a/ HTTP/1.1', 'line 1: expected a method, a space and a URL'],
  ['GET http://a/\nX-Account-ID:', 'line 2: expected a value for the header "X-Account-ID"'],
  ['GET http://a/\n: 1', 'line 2: expected a header'],
  ['GET http://a/\nx y: 1', 'line 2: expected a header'],
  [
    'POST http://a/\n0@/path/to/body',
    'line 2: expected a header, such as "Accept: text/html", or a body, such as "@body.json", got "0@/path',
  ],
  ['POST http://a/\n@', 'line 2: expected the name of a file'],
  ['GET http://a/\nA: 1\nGET http://b/', 'line 3: expected an empty line before the target "GET http://b/"'],
  ['GET http://a/\n# b\nGET http://b/', 'line 3: expected an empty line before the target'],
])('parseHttpTargets() refuses %j', (text, message) => {
  expect(() => parseHttpTargets(text)).toThrow(expect.objectContaining({ code: 'TARGETS_INVALID' }));
  expect(() => parseHttpTargets(text)).toThrow(message);
});

test('parseHttpTargets() shows nothing that a terminal would obey', () => {
  expect(() => parseHttpTargets('\u001b[2J\u0007')).toThrow('got "\\u{1b}[2J\\u{7}"');
});

test('parseHttpTargets() shows no password', () => {
  expect(() => parseHttpTargets('PUSH http://me:hunter2@a/')).not.toThrow('hunter2');
});

test('formatHttpTargets() writes what is read again as the same', () => {
  const text = `${body}\n\nGET http://a/\nA: 1:2\nB: 3\n`;
  expect(outline(formatHttpTargets(parseHttpTargets(text)))).toEqual(outline(text));
});
