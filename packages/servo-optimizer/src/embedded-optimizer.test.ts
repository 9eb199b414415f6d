import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock, recordingLogger } from '@servo/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbeddedOptimizer, StudyEvent } from '@servo/core/wire';
import { FakeServo } from '../test/fake-servo.js';
import { studyConfig } from '../test/study.js';
import { syntheticTarget } from '../test/synthetic-target.js';
import { embeddedOptimizer } from './embedded-optimizer.js';

let stateDir = '';
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'servo-optimizer-'));
});
afterEach(() => rm(stateDir, { recursive: true }));

const logger = recordingLogger();

function open(observe: (event: StudyEvent) => void = () => {}, config: object = {}): Promise<EmbeddedOptimizer> {
  const clock = new FakeClock();
  return embeddedOptimizer({
    config: studyConfig(config),
    servo: 'web',
    stateDir,
    clock,
    logger,
    newStudy: false,
    observe,
  });
}

test('embeddedOptimizer() keeps the study in the state directory and resumes it', async () => {
  const servo = new FakeServo({ target: syntheticTarget() });
  const first = await open();
  await servo.run(first.fetch, 7);
  await first[Symbol.asyncDispose]();
  await expect(first.done).rejects.toMatchObject({ code: 'OPTIMIZER_CLOSED' });
  const events: StudyEvent[] = [];
  await using second = await open((event) => events.push(event));
  await servo.run(second.fetch);
  const report = await second.done;
  expect(report).toMatchObject({ conclusion: 'improved', storedIn: join(stateDir, 'studies.sqlite') });
  expect(events[0]).toMatchObject({ type: 'study-started', resumed: true });
  await using third = await open((event) => events.push(event));
  await servo.run(third.fetch);
  expect(await third.done).toEqual(report);
  expect(events.at(-1)).toEqual({ type: 'study-finished', report, earlier: true });
});

test('embeddedOptimizer() logs what is odd about the configuration', async () => {
  await using optimizer = await open(undefined, { prices: { cpu: 23, gpu: 5 } });
  await new FakeServo({ target: syntheticTarget() }).run(optimizer.fetch, 1);
  expect(logger.messages('warn')).toContainEqual(expect.stringContaining('"gpu"'));
});

test('embeddedOptimizer() does not bring down the process where nobody waits for an outcome that is an error', async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', listener);
  const optimizer = await open();
  await optimizer[Symbol.asyncDispose]();
  await new Promise<void>(setImmediate);
  process.off('unhandledRejection', listener);
  expect(unhandled).toEqual([]);
});
