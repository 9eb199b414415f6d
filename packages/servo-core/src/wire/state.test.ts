import { expect, test } from 'vitest';
import { adjustment } from '../model/adjustment.js';
import { fromState, toState, wireState } from './state.js';

const adjustments = [adjustment('web', 'cpu', 1.25), adjustment('web', 'mem', 5), adjustment('db', 'mem', 4)];

test('toState() groups adjustments by component', () => {
  expect(toState(adjustments)).toEqual({
    application: {
      components: {
        web: { settings: { cpu: { value: 1.25 }, mem: { value: 5 } } },
        db: { settings: { mem: { value: 4 } } },
      },
    },
  });
});

test('fromState() reads back what toState() wrote, over JSON', () => {
  const mixed = [...adjustments, adjustment('db', 'gc', '1')];
  expect(fromState(wireState.parse(JSON.parse(JSON.stringify(toState(mixed)))))).toEqual(mixed);
});

test('toState() lets the last of two values win', () => {
  expect(fromState(toState([adjustment('web', 'cpu', 1), adjustment('web', 'cpu', 2)]))).toEqual([
    adjustment('web', 'cpu', 2),
  ]);
});

test('toState() takes every name, those of an object’s own members too', () => {
  const odd = [adjustment('constructor', 'toString', 1), adjustment('__proto__', '__proto__', 2)];
  expect(fromState(toState(odd))).toEqual(odd);
});
