import { expect, test } from 'vitest';
import { formatAdjustments } from '../model/adjustment.js';
import { control } from '../model/control.js';
import { adjustParam } from './adjust-param.js';
import { fromState } from './state.js';

const settings = (cpu: number, mem: number, replicas: number): object => ({
  settings: { cpu: { value: cpu }, mem: { value: mem }, replicas: { value: replicas } },
});

test('adjustParam reads adjustments in the order of the document, and how to settle', () => {
  const { state, control: wanted } = adjustParam.parse({
    state: { application: { components: { main: settings(1, 1, 2), tuning: settings(1, 1, 1) } } },
    control: { settlement: 60 },
  });
  expect(formatAdjustments(fromState(state))).toBe(
    'main.cpu=1, main.mem=1, main.replicas=2, tuning.cpu=1, tuning.mem=1, tuning.replicas=1',
  );
  expect(control(wanted ?? {}).settlement?.equals(60)).toBe(true);
});

test.each([{}, { state: {} }, { state: { application: {} } }, { state: { application: { components: { web: {} } } } }])(
  'adjustParam reads %j as nothing to adjust',
  (param) => {
    expect(fromState(adjustParam.parse(param).state)).toEqual([]);
  },
);

test('adjustParam refuses a setting without a value', () => {
  const state = { application: { components: { web: { settings: { cpu: {} } } } } };
  expect(adjustParam.safeParse({ state }).success).toBe(false);
});
