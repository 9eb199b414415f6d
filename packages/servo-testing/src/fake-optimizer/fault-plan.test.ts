import { expect, test } from 'vitest';
import { FaultPlan } from './fault-plan.js';
import { reply } from './reply-factory.js';

const fault = reply.http(503);

test('FaultPlan.take() meets the nth request that fits, as many times as planned', () => {
  const plan = new FaultPlan();
  const planned = plan.add(fault, { on: 'completion', nth: 2, times: 2 });
  const take = () => plan.take(['any', 'MEASUREMENT', 'completion'], 'a');
  expect(plan.take(['any', 'HELLO'], 'a')).toBeUndefined();
  expect([take(), take(), take(), take()]).toEqual([undefined, fault, fault, undefined]);
  expect(planned.hits).toBe(2);
});

test('FaultPlan.take() meets one servo, where one is named', () => {
  const plan = new FaultPlan();
  plan.add(fault, { servo: 'b' });
  expect([plan.take(['any'], 'a'), plan.take(['any'], 'b'), plan.take(['any'], 'b')]).toEqual([
    undefined,
    fault,
    undefined,
  ]);
});

test('FaultPlan.take() takes the oldest that fits', () => {
  const plan = new FaultPlan();
  const other = reply.empty();
  plan.add(fault, {});
  plan.add(other, { times: Infinity });
  expect([plan.take(['any'], 'a'), plan.take(['any'], 'a')]).toEqual([fault, other]);
});

test('Fault.lift() ends it', () => {
  const plan = new FaultPlan();
  const outage = plan.add(fault, { times: Infinity });
  expect(plan.take(['any'], 'a')).toBe(fault);
  outage.lift();
  expect(plan.take(['any'], 'a')).toBeUndefined();
});
