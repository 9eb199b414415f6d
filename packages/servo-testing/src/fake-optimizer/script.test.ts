import { expect, test } from 'vitest';
import { command } from './command.js';
import { reply } from './reply-factory.js';
import { type Script, type ScriptOptions, stepsOf } from './script.js';

const [describe, measure] = [command.describe(), command.measure()];
const turn = { servo: 'a', number: 0, last: undefined };

function take(count: number, script: Script, options: ScriptOptions = {}): readonly unknown[] {
  const next = stepsOf(script, options);
  return Array.from({ length: count }, () => next(turn));
}

test('stepsOf() gives the steps in order, then sleeps', () => {
  expect(take(4, [describe, measure])).toEqual([describe, measure, command.sleep(60), command.sleep(60)]);
});

test('stepsOf() begins again, or ends with another step for good', () => {
  expect(take(5, [describe, measure], { end: 'repeat' })).toEqual([describe, measure, describe, measure, describe]);
  expect(take(2, [], { end: 'repeat' })).toEqual([command.sleep(60), command.sleep(60)]);
  const hold = reply.silence();
  expect(take(3, [describe], { end: hold })).toEqual([describe, hold, hold]);
});

test('command makes the commands of the protocol', () => {
  expect(command.sleep('1m30s', 'tired')).toEqual({ cmd: 'SLEEP', param: { duration: 90, data: { reason: 'tired' } } });
  expect(command.raw('EXPLODE', 5, { uid: 'u1' })).toEqual({ cmd: 'EXPLODE', param: 5, uid: 'u1' });
  expect(
    command.adjust({ web: { cpu: 1, mem: 'big' }, db: { cpu: 2 } }, { control: { settlement: 60 } }).param,
  ).toEqual({
    state: {
      application: {
        components: {
          web: { settings: { cpu: { value: 1 }, mem: { value: 'big' } } },
          db: { settings: { cpu: { value: 2 } } },
        },
      },
    },
    control: { settlement: 60 },
  });
});
