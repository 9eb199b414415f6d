import { expect, test } from 'vitest';
import { urlProblem } from './url-problem.js';

test.each(['http://a', 'https://a:8443/x?y=1#z', 'http://me:pw@[::1]:80/', 'http://127.0.0.1:65535/'])(
  'urlProblem() finds nothing wrong with %s',
  (url) => {
    expect(urlProblem(url)).toBeUndefined();
  },
);

test.each([
  ['gopher://a/', 'begins with http://'],
  ['http:///a', 'begins with http://'],
  ['/a', 'begins with http://'],
  ['http://127.0.0.1:99999/', 'a port of at most 65535'],
  ['http://me:pw@a:65536', 'a port of at most 65535'],
  ['https://[::1]:port/', 'a port of at most 65535'],
  ['http://a b/', 'name or address of a host'],
  ['http://300.1.1.1/', 'name or address of a host'],
  ['http://me:99999@[::1/', 'name or address of a host'],
])('urlProblem() says what is wrong with %s', (url, problem) => {
  expect(urlProblem(url)).toContain(problem);
});
