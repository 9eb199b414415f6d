import { expect, test } from 'vitest';
import { configuredSettings, valuesOf } from './configured-settings.js';
import { ProcessConfig } from './process-config.js';

const config = ProcessConfig.parse({
  component: 'web',
  command: ['node'],
  settings: {
    workers: { min: 1, max: 4, step: 1, value: 2, env: 'WORKERS' },
    gc: { values: ['fast', 'small'], value: 'small', argument: '--gc={value}', pinned: true },
    one: { min: 3, max: 3, step: 1, value: 3, unit: 'MiB', argument: '{value}' },
  },
});

test('configuredSettings() makes ranges and enums', () => {
  expect(configuredSettings(config)).toEqual([
    { type: 'range', name: 'workers', min: 1, max: 4, step: 1, value: 2, pinned: false, literal: 'WORKERS' },
    { type: 'enum', name: 'gc', values: ['fast', 'small'], value: 'small', pinned: true },
    { type: 'range', name: 'one', min: 3, max: 3, step: 0, value: 3, unit: 'MiB', pinned: false },
  ]);
});

test('valuesOf() leaves out what is not known', () => {
  expect(valuesOf(configuredSettings(config))).toEqual({ workers: 2, gc: 'small', one: 3 });
  expect(valuesOf([{ type: 'enum', name: 'gc', values: ['a'], pinned: false }])).toEqual({});
});
