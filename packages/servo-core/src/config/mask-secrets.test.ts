import { expect, test } from 'vitest';
import { maskSecrets } from './mask-secrets.js';
import { Secret } from './secret.js';

const cases: readonly [text: string, masked: string][] = [
  // headers
  ['sent Authorization: Bearer abc, then', 'sent Authorization: [secret], then'],
  ['Authorization: Token abc', 'Authorization: [secret]'],
  ['Authorization: ApiKey abc', 'Authorization: [secret]'],
  ['Authorization: Digest username="me", response="6629fae4"\nnext', 'Authorization: [secret]\nnext'],
  ['cookie=session5; path', 'cookie=[secret]; path'],
  ['Cookie: theme=dark; session=abc; id=7', 'Cookie: [secret]'],
  ['curl -H "X-Api-Key: k1"', 'curl -H "X-Api-Key: [secret]"'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.x.y refused', 'Bearer [secret] refused'],
  // JSON in a text
  ['got {"authorization":"Bearer abc"}', 'got {"authorization":"[secret]"}'],
  ['got {"password":"two \\"words\\", and","b":"kept"}', 'got {"password":"[secret]","b":"kept"}'],
  ['got {"set-cookie":["a=1","b=2"],"c":[1]}', 'got {"set-cookie":"[secret]","c":[1]}'],
  ['got {"password":123456,"tokens":3}', 'got {"password":"[secret]","tokens":3}'],
  ['{"msg":"{\\"authorization\\":\\"Bearer abc\\"}"}', '{"msg":"{\\"authorization\\":\\"[secret]\\"}"}'],
  // variables, parameters, options
  ['GET /x?access_token=abc&page=2', 'GET /x?access_token=[secret]&page=2'],
  ['DB_PASSWORD=hunter2 node server.js', 'DB_PASSWORD=[secret] node server.js'],
  ['note="password=hunter2"', 'note="password=[secret]"'],
  ['vegeta --token abc --rate 5', 'vegeta --token [secret] --rate 5'],
  // URLs
  ['http://user:p4ss@proxy:3128/x', 'http://[secret]@proxy:3128/x'],
  ['https://ghp_abc@github.com/x', 'https://[secret]@github.com/x'],
  ['http://u:p@ss@host/x', 'http://[secret]@host/x'],
];

test.for(cases)('maskSecrets() of %j', ([text, masked]) => {
  expect(maskSecrets(text)).toBe(masked);
  expect(maskSecrets(masked)).toBe(masked);
});

test.for([
  'Basic authentication is needed, a bearer token',
  'http://proxy:3128/a@b',
  'Use --token-file to name a file, or --token <token>',
  'web.workers=3, max_tokens=100',
  '{"key":"optimizer.minimize","monkey":"kept"}',
])('maskSecrets() leaves %s', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test('maskSecrets() replaces the value of each secret, wherever it stands', () => {
  const token = new Secret('correct-horse');
  expect(maskSecrets('the optimizer does not know correct-horse')).toBe('the optimizer does not know [secret]');
  expect(token.reveal()).toBe('correct-horse'); // held until here
});
