import { expect, test } from 'vitest';
import { component } from '../model/component.js';
import { description } from '../model/description.js';
import { metric } from '../model/metric.js';
import { cpuSetting } from '../model/settings/cpu-setting.js';
import { enumSetting } from '../model/settings/enum-setting.js';
import { environmentEnumSetting } from '../model/settings/environment-enum-setting.js';
import { environmentRangeSetting } from '../model/settings/environment-range-setting.js';
import { replicasSetting } from '../model/settings/replicas-setting.js';
import { fromDescriptor, toDescriptor, wireDescriptor } from './descriptor.js';

const overTheWire = (value: object): unknown => JSON.parse(JSON.stringify(value));

test('toDescriptor() writes components, settings and metrics by name', () => {
  const sample = description({
    components: [component('web', [cpuSetting({ min: 1, max: 2, value: 1 })])],
    metrics: [metric('throughput', 'rpm')],
  });
  expect(toDescriptor(sample)).toStrictEqual({
    application: {
      components: {
        web: {
          settings: { cpu: { type: 'range', pinned: false, unit: 'cores', value: 1, min: 1, max: 2, step: 0.125 } },
        },
      },
    },
    measurement: { metrics: { throughput: { unit: 'rpm' } } },
  });
});

test('toDescriptor() leaves out a value and a unit that are not known, and keeps both halves', () => {
  expect(
    toDescriptor(description({ components: [component('web', [enumSetting('gc', { values: ['g1'] })])] })),
  ).toEqual({
    application: { components: { web: { settings: { gc: { type: 'enum', pinned: false, values: ['g1'] } } } } },
    measurement: { metrics: {} },
  });
});

test('toDescriptor() keeps to itself how a setting reaches its program', () => {
  const settings = [
    environmentRangeSetting('workers', { literal: 'WORKERS', valueType: 'int', min: 1, max: 4, step: 1, value: '2' }),
    environmentEnumSetting('level', { literal: 'LOG_LEVEL', values: ['info'] }),
  ];
  const text = JSON.stringify(toDescriptor(description({ components: [component('web', settings)] })));
  expect(text).not.toMatch(/literal|WORKERS|LOG_LEVEL|valueType/);
});

test('toDescriptor() keeps to itself how a metric is measured', () => {
  const sample = description({ metrics: [metric('queue', '', 'max(queue)')] });
  expect(toDescriptor(sample).measurement).toEqual({ metrics: { queue: { unit: '' } } });
});

test('fromDescriptor() reads back what toDescriptor() wrote, over JSON', () => {
  const sample = description({
    components: [
      component('web', [
        cpuSetting({ min: 0.25, max: 4, value: 1, pinned: true }),
        replicasSetting({ min: 1, max: 8 }),
        enumSetting('size', { values: [1, 2, 'auto'], value: 2, unit: 'shards' }),
      ]),
    ],
    metrics: [metric('throughput', 'rpm'), metric('restarts')],
  });
  expect(fromDescriptor(wireDescriptor.parse(overTheWire(toDescriptor(sample))))).toStrictEqual(sample);
});

test('wireDescriptor fills in what a sparse optimizer or servo leaves out', () => {
  const sparse = { application: { components: { web: { settings: { cpu: { value: 2, unit: null } } }, db: {} } } };
  expect(fromDescriptor(wireDescriptor.parse(sparse))).toStrictEqual(
    description({
      components: [
        component('web', [{ name: 'cpu', type: 'range', pinned: false, value: 2, min: 0, max: 0, step: 0 }]),
        component('db', []),
      ],
    }),
  );
  expect(fromDescriptor(wireDescriptor.parse({}))).toStrictEqual(description({}));
});

test('fromDescriptor() does not take text for the value of a range', () => {
  const odd = { application: { components: { web: { settings: { cpu: { value: '2', min: 1, max: 4, step: 1 } } } } } };
  expect(fromDescriptor(wireDescriptor.parse(odd)).components[0]?.settings[0]?.value).toBeUndefined();
});
