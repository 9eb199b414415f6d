import { Duration } from '@servo/core';
import { expect, test } from 'vitest';
import { formatAddress, readyAddress } from './address.js';

const times = { timeout: Duration.from(1), interval: Duration.from(1) };

test.each([
  [{ http: 'http://127.0.0.1:8123/healthz' }, '127.0.0.1:8123'],
  [{ http: 'http://shop.test/' }, 'shop.test:80'],
  [{ http: 'https://shop.test/' }, 'shop.test:443'],
  [{ http: 'http://[::1]:81/' }, '[::1]:81'],
  [{ tcp: 'localhost:82' }, 'localhost:82'],
  [{ tcp: '[::1]:83' }, '[::1]:83'],
])('readyAddress() reads %o', (ready, text) => {
  const address = readyAddress({ ready: { ...ready, ...times } });
  expect(address && formatAddress(address)).toBe(text);
});

test('readyAddress() knows none where nothing is probed', () => {
  expect(readyAddress({ ready: undefined })).toBeUndefined();
});
