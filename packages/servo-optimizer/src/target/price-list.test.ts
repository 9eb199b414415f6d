import {
  component,
  cpuSetting,
  description,
  enumSetting,
  memorySetting,
  rangeSetting,
  replicasSetting,
} from '@servo/core';
import { expect, test } from 'vitest';
import { PriceList } from './price-list.js';

const cpu = cpuSetting({ min: 0.25, max: 4, value: 2 });
const mem = memorySetting({ min: 0.5, max: 8, step: 0.5, value: 4 });
const replicas = replicasSetting({ min: 1, max: 8, value: 3 });
const workers = rangeSetting('workers', { min: 1, max: 4, step: 1, value: 2 });
const kind = enumSetting('kind', { values: ['small', 'large'], value: 'small' });

const web = component('web', [cpu, mem, replicas, workers, kind]);
const db = component('db', [cpu]);
const settings = { 'web.cpu': 2, 'web.mem': 4, 'web.replicas': 3, 'web.workers': 2, 'web.kind': 'large', 'db.cpu': 1 };

function list(prices: ConstructorParameters<typeof PriceList>[0]): PriceList {
  return new PriceList(prices, description({ components: [web, db] }));
}

test.each([
  ['per unit, times replicas', { cpu: '23 per core' }, 2 * 23 * 3 + 23],
  ['of memory by its long name', { memory: '3.1 per GiB' }, 4 * 3.1 * 3],
  ['in another unit of the same kind', { memory: '0.01 per MiB' }, 4 * 1024 * 0.01 * 3],
  ['of one setting before that of its kind', { cpu: 1, 'web.cpu': 10 }, 2 * 10 * 3 + 1],
  ['of one setting by the long name', { 'web.memory': 2 }, 4 * 2 * 3],
  ['per thing, named like the setting', { workers: '4 per worker' }, 2 * 4 * 3],
  ['by value', { kind: { small: 5, large: 9 } }, 9 * 3],
  ['of each replica', { cpu: 23, replicas: 7 }, (2 * 23 + 7) * 3 + 23],
])('PriceList.price() knows a price %s', (_, prices, expected) => {
  expect(list(prices).price(settings)).toBeCloseTo(expected, 9);
});

test('PriceList.price() multiplies by the replicas of the same name before the slash, and names what counts once', () => {
  const [main, proxy, sidecar] = [
    component('web/main', [cpu, replicas]),
    component('web/proxy', [cpu]),
    component('sidecar', [cpu]),
  ];
  const tuning = component('web/main-tuning', [cpu, replicas]);
  const shared = new PriceList({ cpu: 10 }, description({ components: [main, proxy, sidecar, tuning] }));
  const each = { 'web/main.cpu': 1, 'web/proxy.cpu': 1, 'sidecar.cpu': 1, 'web/main-tuning.cpu': 1 };
  expect(shared.price({ ...each, 'web/main.replicas': 3, 'web/main-tuning.replicas': 1 })).toBe(30 + 30 + 10 + 10);
  expect(shared.single).toEqual(['sidecar']);
  expect(shared.free).toEqual([]);
  expect(new PriceList({ 'web/proxy.cpu': 1 }, description({ components: [main, proxy] })).free).toEqual([
    'web/main.cpu',
  ]);
  const other = [component('db/main', [cpu, replicas]), component('db/proxy', [cpu])];
  const two = new PriceList({ cpu: 10 }, description({ components: [main, proxy, ...other] }));
  expect(two.price({ 'web/proxy.cpu': 1, 'web/main.replicas': 3, 'db/proxy.cpu': 1, 'db/main.replicas': 5 })).toBe(80);
});

test('PriceList names nothing as counted once where nothing has replicas', () => {
  expect(new PriceList({ cpu: 10 }, description({ components: [db] })).single).toEqual([]);
});

test('PriceList.price() shows no trace of binary arithmetic', () => {
  expect(list({ memory: 0.1 }).price({ 'web.mem': 3 })).toBe(0.3);
});

test('PriceList tells which settings are free; replicas of something priced are not', () => {
  expect(list({ 'web.cpu': 23 }).free).toEqual(['web.mem', 'web.workers', 'web.kind', 'db.cpu']);
  expect(list({ 'db.cpu': 23 }).free).toContain('web.replicas');
  expect(list({}).empty).toBe(true);
});

test('PriceList tells which prices are for kinds of settings that there are none of', () => {
  expect(list({ cpu: 1, gpu: 300, workers: 1, 'web.workers': 2 }).unknown).toEqual(['gpu']);
});

test.each([
  ['web.wrokers', 'web.workers'],
  ['wbe.memory', 'web.mem'],
  ['wrokers', 'workers'],
])('PriceList refuses a price of "%s", and names the setting that is nearest', (key, nearest) => {
  expect(() => list({ cpu: 1, [key]: 4 })).toThrow(
    expect.objectContaining({
      code: 'PRICE_UNKNOWN',
      message: expect.stringContaining(
        `no setting is called "${key}"; did you mean "${nearest}"? the settings are web.cpu, `,
      ),
    }),
  );
});

test.each([
  ['a unit of another kind', { cpu: '23 per GiB' }, /web\.cpu.*per cores.*"23 per GiB"/],
  ['a unit where the setting has none', { workers: '23 per core' }, /web\.workers.*plain number/],
  ['one number for values that are words', { kind: 5 }, /web\.kind.*for each value/],
  ['a value left out', { kind: { small: 5 } }, /none for large/],
  ['values of a range', { workers: { 1: 5 } }, /web\.workers.*it is a range/],
])('PriceList refuses %s', (_, prices, message) => {
  expect(() => list(prices)).toThrow(
    expect.objectContaining({ code: 'PRICE_INVALID', message: expect.stringMatching(message) }),
  );
});
