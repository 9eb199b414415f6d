import { expect, test } from 'vitest';
import { completion, FakeServo } from '../../test/support/fake-servo.js';
import { command, type CommandStep } from './command.js';
import { FakeOptimizer } from './fake-optimizer.js';
import { reply } from './reply-factory.js';
import type { Step } from './script.js';

/** A servo that was given the first of these. */
async function given(...steps: readonly [CommandStep, ...Step[]]) {
  const optimizer = new FakeOptimizer({ script: steps });
  const servo = new FakeServo(optimizer);
  await servo.hello();
  const { cmd_uid: uid } = (await servo.next()).body;
  const broken = (): readonly string[] => optimizer.violations.map(({ rule }) => rule);
  return { optimizer, servo, uid, broken };
}

test('ServoSession wants HELLO before anything else, and again after GOODBYE', async () => {
  const optimizer = new FakeOptimizer();
  const servo = new FakeServo(optimizer);
  await servo.say('HELLO', null); // a check of the connection is no HELLO
  await servo.next();
  await servo.hello();
  await servo.next();
  await servo.say('GOODBYE', { reason: 'SIGTERM' });
  await servo.next();
  await servo.say('GOODBYE', { reason: 'SIGTERM' });
  expect(optimizer.violations.map(({ rule, request, message }) => [rule, request, message])).toEqual([
    ['hello', 2, 'WHATS_NEXT came before HELLO'],
    ['hello', 6, 'WHATS_NEXT came before HELLO'],
    ['hello', 7, 'GOODBYE came before HELLO'],
  ]);
});

test('ServoSession does not count a HELLO whose answer was lost, and takes a GOODBYE again whose answer was', async () => {
  const optimizer = new FakeOptimizer();
  const servo = new FakeServo(optimizer);
  optimizer.fault(reply.http(503));
  await servo.hello();
  await servo.next();
  expect(optimizer.violations).toMatchObject([{ rule: 'hello' }]);
  await servo.hello();
  optimizer.fault(reply.http(503));
  for (const _ of [1, 2]) await servo.say('GOODBYE', { reason: 'SIGTERM' });
  expect(optimizer.violations).toHaveLength(1);
});

test('ServoSession gives a command out under one uid until it is completed', async () => {
  const { servo, uid, broken } = await given(command.describe(), command.measure());
  expect((await servo.next()).body.cmd_uid).toBe(uid);
  expect(broken()).toEqual(['unanswered']);
  await servo.complete('DESCRIPTION', uid);
  expect((await servo.next()).body.cmd).toBe('MEASURE');
});

test('ServoSession lets a servo ask again that may not have got its command', async () => {
  const { optimizer, servo, uid, broken } = await given(command.describe(), command.measure());
  await servo.complete('DESCRIPTION', uid);
  optimizer.fault(reply.truncated());
  await servo.post('WHATS_NEXT');
  await servo.next();
  expect(broken()).toEqual([]);
});

test('ServoSession gives a command out anew, under another uid, to a servo that began anew', async () => {
  const { servo, uid, broken } = await given(command.describe());
  await servo.hello();
  const { body } = await servo.next();
  expect([body.cmd, body.cmd_uid === uid]).toEqual(['DESCRIBE', false]);
  expect((await servo.complete('DESCRIPTION', uid)).body).toMatchObject({ reason: 'unexpected cmd_uid' });
  expect(broken()).toEqual(['abandoned']);
});

test.each([
  ['a uid that was not given out', 'nobody#1', 'uid'],
  ['no uid', null, 'uid'],
])('ServoSession wants no report with %s', async (_, uid, rule) => {
  const { servo, broken } = await given(command.describe());
  expect((await servo.complete('DESCRIPTION', uid)).body).toEqual({ status: 'invalid', reason: 'unexpected cmd_uid' });
  await servo.progress('DESCRIPTION', uid, 50);
  expect(broken()).toEqual([rule, rule]);
});

test('ServoSession takes a command without a uid by a completion without one', async () => {
  const { servo, uid, broken } = await given({ ...command.describe(), uid: null });
  expect(uid).toBeUndefined();
  expect((await servo.complete('DESCRIPTION', null)).body).toEqual({ status: 'ok' });
  expect((await servo.next()).body.cmd).toBe('SLEEP');
  expect(broken()).toEqual([]);
});

test('ServoSession takes a command without a uid that it gives out again for a new one', async () => {
  const { servo, broken } = await given({ ...command.measure({ onCompletion: reply.http(500) }), uid: null });
  await servo.progress('MEASUREMENT', null, 10);
  await servo.complete('MEASUREMENT', null);
  expect((await servo.next()).body.cmd).toBe('MEASURE'); // the first completion did not get through
  await servo.progress('MEASUREMENT', null, 10);
  await servo.complete('MEASUREMENT', null, { annotations: { again: 'true' } });
  expect(broken()).toEqual([]);
});

test('ServoSession wants a report under the event of its command, and any event for a command that nobody knows', async () => {
  const { servo, uid, broken } = await given(command.measure(), command.raw('EXPLODE'));
  expect((await servo.complete('ADJUSTMENT', uid)).body).toMatchObject({ status: 'unexpected-event' });
  expect(broken()).toEqual(['event']);
  await servo.complete('MEASUREMENT', uid);
  const { body } = await servo.next();
  expect(body).toEqual({ cmd: 'EXPLODE', cmd_uid: expect.any(String) });
  await servo.complete('DESCRIPTION', body.cmd_uid, { status: 'failed', message: 'unknown', descriptor: undefined });
  expect(broken()).toHaveLength(1);
});

test('ServoSession wants progress that rises between 0 and 100, before the completion', async () => {
  const { servo, uid, broken } = await given(command.measure());
  for (const progress of [0, 20, 20, 10, 99.9, 100]) await servo.progress('MEASUREMENT', uid, progress);
  expect(broken()).toEqual(['progress-range', 'progress-order', 'progress-order', 'progress-order', 'progress-range']);
  await servo.complete('MEASUREMENT', uid);
  await servo.progress('MEASUREMENT', uid, 99.95);
  expect(broken().slice(5)).toEqual(['progress-late']);
});

test('ServoSession wants one completion: the same bytes until it is acknowledged, then none', async () => {
  const { optimizer, servo, uid, broken } = await given(command.describe(), command.again(), command.measure());
  optimizer.fault(reply.http(503), { on: 'completion' });
  await servo.complete('DESCRIPTION', uid);
  await servo.complete('DESCRIPTION', uid);
  expect(broken()).toEqual([]);
  await servo.complete('DESCRIPTION', uid);
  expect(broken()).toEqual(['completion-repeated']);
  expect((await servo.next()).body).toMatchObject({ cmd: 'DESCRIBE', cmd_uid: uid });
  await servo.complete('DESCRIPTION', uid); // asked for again
  expect(broken()).toHaveLength(1);
  await servo.raw(
    JSON.stringify({ servo_uid: null, event: 'DESCRIPTION', param: { ...completion('DESCRIPTION'), cmd_uid: uid } }),
  );
  expect(broken().slice(1)).toEqual(['completion-changed', 'completion-repeated']);
  expect((await servo.next()).body.cmd).toBe('MEASURE');
});

test('ServoSession answers reports as the command wants: the first, the second, and then ok', async () => {
  const { servo, uid, broken } = await given(
    command.measure({ onProgress: reply.invalid('hm'), onCompletion: [reply.http(503), reply.http(404)] }),
  );
  const progress = [await servo.progress('MEASUREMENT', uid, 1), await servo.progress('MEASUREMENT', uid, 2)];
  expect(progress.map(({ body }) => body['status'])).toEqual(['invalid', 'ok']);
  const tries = [];
  for (const _ of [1, 2, 3]) tries.push(await servo.complete('MEASUREMENT', uid));
  expect(tries.map(({ status }) => status)).toEqual([503, 404, 200]);
  expect(broken()).toEqual([]);
});

test('ServoSession wants a cancelled command to end as cancelled, and the servo to begin anew', async () => {
  const { servo, uid, broken } = await given(
    command.measure({ onProgress: reply.cancel('enough') }),
    command.describe(),
  );
  expect((await servo.progress('MEASUREMENT', uid, 10)).body).toEqual({ status: 'cancel', reason: 'enough' });
  await servo.complete('MEASUREMENT', uid, {
    status: 'cancelled',
    message: 'enough',
    reason: null,
    metrics: undefined,
  });
  await servo.hello();
  expect((await servo.next()).body.cmd).toBe('DESCRIBE');
  expect(broken()).toEqual([]);
});

test('ServoSession notices a servo that does not heed a cancellation', async () => {
  const { servo, uid, broken } = await given(command.measure({ onProgress: reply.cancel() }));
  await servo.progress('MEASUREMENT', uid, 10);
  await servo.complete('MEASUREMENT', uid);
  await servo.next();
  expect(broken()).toEqual(['cancelled', 'restart']);
});

test('ServoSession notices a servo that begins anew and has not answered a cancellation', async () => {
  const { servo, uid, broken } = await given(command.measure({ onProgress: reply.cancel() }), command.describe());
  await servo.progress('MEASUREMENT', uid, 10);
  await servo.hello();
  expect(broken()).toEqual(['unanswered']);
  expect((await servo.next()).body.cmd).toBe('DESCRIBE');
});

test.each([reply.unexpectedEvent(), reply.staleUid(), reply.revoked()])(
  'ServoSession wants no word of a command after $name, and the servo to begin anew',
  async (onProgress) => {
    const { servo, uid, broken } = await given(command.measure({ onProgress }), command.describe());
    await servo.progress('MEASUREMENT', uid, 10);
    expect(broken()).toEqual([]);
    await servo.complete('MEASUREMENT', uid);
    await servo.next();
    expect(broken()).toEqual(['abandoned', 'restart']);
    await servo.hello();
    expect((await servo.next()).body.cmd).toBe('DESCRIBE');
    expect(broken()).toHaveLength(2);
  },
);

test('ServoSession takes up another script at the next WHATS_NEXT', async () => {
  const { optimizer, servo, uid, broken } = await given(command.describe());
  optimizer.script('example.com/web', ({ number, last }) => command.sleep(number + 1, String(last?.['status'])));
  await servo.complete('DESCRIPTION', uid);
  const sleeps = [await servo.next(), await servo.next()].map(({ body }) => body['param']);
  expect(sleeps).toEqual([
    { duration: 1, data: { reason: 'ok' } },
    { duration: 2, data: { reason: 'ok' } },
  ]);
  expect(broken()).toEqual([]);
});

test('ServoSession gives a servo that gave up waiting, and asks again, the one command of a slow script', async () => {
  const step = Promise.withResolvers<CommandStep>();
  const optimizer = new FakeOptimizer();
  optimizer.script('example.com/web', ({ number }) => (number === 0 ? step.promise : command.sleep(1)));
  const servo = new FakeServo(optimizer);
  await servo.hello();
  const answers = [servo.next(), servo.next()];
  await optimizer.received('WHATS_NEXT', { count: 2 });
  step.resolve(command.describe());
  const [first, second] = await Promise.all(answers);
  expect(second?.body).toEqual(first?.body);
  expect(first?.body.cmd).toBe('DESCRIBE');
});
