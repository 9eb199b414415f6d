import { expect, test } from 'vitest';
import { maskSecrets } from './mask-secrets.js';
import { Secret } from './secret.js';

const cases: readonly [text: string, masked: string][] = [
  ['{"authorization":"Bearer abc"}', '{"authorization":"[secret]"}'],
  ['{"a":{"Proxy-Authorization":"Basic dTpw","b":1}}', '{"a":{"Proxy-Authorization":"[secret]","b":1}}'],
  ['{"password":"two \\"words\\", and","b":"kept"}', '{"password":"[secret]","b":"kept"}'],
  ['{"set-cookie":["a=1","b=2"],"c":[1]}', '{"set-cookie":"[secret]","c":[1]}'],
  ['{"client_secret":"x","tokens":3}', '{"client_secret":"[secret]","tokens":3}'],
  ['{"msg":"sent Authorization: Bearer abc, then"}', '{"msg":"sent Authorization: [secret], then"}'],
  ['{"msg":"{\\"authorization\\":\\"Bearer abc\\"}"}', '{"msg":"{\\"authorization\\":\\"[secret]\\"}"}'],
  ['cookie=session5; path', 'cookie=[secret]; path'],
  ['curl -H "X-Api-Key: k1"', 'curl -H "X-Api-Key: [secret]"'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.x.y refused', 'Bearer [secret] refused'],
  ['http://user:p4ss@proxy:3128/x', 'http://[secret]@proxy:3128/x'],
  // words that mean no secret
  ['Basic authentication is needed, a bearer token', 'Basic authentication is needed, a bearer token'],
  ['{"url":"http://proxy:3128/a@b"}', '{"url":"http://proxy:3128/a@b"}'],
];

test.for(cases)('maskSecrets() of %j', ([text, masked]) => {
  expect(maskSecrets(text)).toBe(masked);
  expect(maskSecrets(masked)).toBe(masked);
});

test('maskSecrets() replaces the value of each secret, wherever it stands', () => {
  const token = new Secret('correct-horse');
  expect(maskSecrets('the optimizer does not know correct-horse')).toBe('the optimizer does not know [secret]');
  expect(token.reveal()).toBe('correct-horse'); // held until here
});
