import { expect, test } from 'vitest';
import { control } from '../model/control.js';
import { describeParam, measureParam, sleepParam, wireCommand } from './command.js';

test('wireCommand reads a command and drops keys that it does not know', () => {
  const param = { control: {} };
  expect(wireCommand.parse({ cmd: 'DESCRIBE', cmd_uid: 'u1', param, extra: 1 })).toStrictEqual({
    cmd: 'DESCRIBE',
    cmd_uid: 'u1',
    param,
  });
});

test('wireCommand needs neither uid nor parameters, and leaves unknown names to the servo', () => {
  expect(wireCommand.parse({ cmd: 'DANCE', cmd_uid: null, param: null })).toMatchObject({ cmd: 'DANCE' });
  expect(wireCommand.safeParse({ cmd_uid: 'u1' }).success).toBe(false);
  expect(wireCommand.safeParse({ status: 'ok' }).success).toBe(false);
});

test('measureParam counts a mapping of metrics by its keys, in order', () => {
  const { metrics, control: wanted } = measureParam.parse({
    control: { delay: 10, warmup: 30, duration: 180 },
    metrics: { throughput: { unit: 'rpm' }, error_rate: { unit: '%' }, latency_mean: { unit: 'ms' } },
  });
  expect(metrics).toEqual(['throughput', 'error_rate', 'latency_mean']);
  const { delay, warmup, duration } = control(wanted ?? {});
  expect([delay, warmup, duration].map(String)).toEqual(['10s', '30s', '3m']);
});

test('measureParam takes a list of metrics, or none', () => {
  expect(measureParam.parse({ metrics: ['throughput'] }).metrics).toEqual(['throughput']);
  expect(measureParam.parse({}).metrics ?? 'all').toBe('all');
  expect(measureParam.safeParse({ metrics: [5] }).success).toBe(false);
});

test('describeParam takes a control, or none', () => {
  expect(describeParam.parse({})).toEqual({});
  expect(describeParam.parse({ control: { duration: '5m', unknown: 1 } })).toEqual({ control: { duration: '5m' } });
});

test('sleepParam sleeps two minutes unless told, and needs no data', () => {
  expect(sleepParam.parse({})).toEqual({ duration: 120 });
  expect(sleepParam.parse({ duration: '1m', data: { reason: 'paused' } })).toEqual({
    duration: '1m',
    data: { reason: 'paused' },
  });
});
