import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Deployment, deployment } from '../support/deployment.js';
import type { ServoProcess } from '../support/servo-process.js';

interface Phase {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when the run is in the phase. */
  readonly reached: (servo: ServoProcess, target: Deployment) => Promise<unknown>;
}

const measuring = (servo: ServoProcess): Promise<unknown> =>
  servo.event('command-started', ({ command }) => command === 'MEASURE');

const phases: readonly Phase[] = [
  { name: 'starting', env: { HOLD_START: '1' }, reached: (_, target) => target.started(1) },
  { name: 'measuring the baseline', reached: measuring },
  { name: 'adjusting', env: { HOLD_START: '2' }, reached: (_, target) => target.started(2) },
  {
    name: 'measuring a trial',
    reached: async (servo) => {
      await servo.event('study', ({ event }) => event.type === 'trial-started' && event.number === 1);
      await measuring(servo);
    },
  },
  { name: 'sleeping after the study', reached: (servo) => servo.event('sleeping') },
];

const cases = phases.flatMap((phase) => (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ ...phase, signal })));

describe('servo run', () => {
  test.each(cases)('$signal while $name ends it in good order', async ({ signal, env, reached }) => {
    const target = await deployment();
    const servo = target.start(['run', '-o', 'json'], env);
    await reached(servo, target);
    servo.kill(signal);
    const { code, stderr, events } = await servo.ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`${signal}: ending in good order`) });
    expect(events.filter(({ type }) => type === 'stopped')).toMatchObject([{ reason: signal }]);
    expect(target.stored).toMatchObject({ settings: { cache: 400 } });
    expect(target.stored).not.toHaveProperty('pending');
    expect(target.lastPhase ?? 'restored').toBe('restored');
    expect(integrity(target) ?? 'ok').toBe('ok');
    expect(target.processes).toEqual([]);
  });

  test('SIGTERM while a connector is still attached ends it with 0', async () => {
    const target = await deployment();
    target.connector(
      'slow',
      `import { defineConnector } from '@servo/core';
      export const Example = defineConnector({
        on: {
          attach(_, { signal, clock }) {
            console.error('attaching');
            return clock.sleep(1e9, { signal });
          },
        },
      });`,
    );
    target.write('servo.yaml', 'optimizer: {minimize: price}\nconnectors: [slow]\n');
    const servo = target.start(['run']);
    await servo.note('attaching');
    servo.kill('SIGTERM');
    const { code, stderr } = await servo.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
  });

  test('an interrupted study is resumed by the next run', async () => {
    const target = await deployment();
    const first = target.start(['run', '-o', 'json']);
    await first.event('study', ({ event }) => event.type === 'trial-finished' && event.trial.number === 1);
    first.kill('SIGINT');
    expect((await first.ended).code).toBe(0);

    const { code, events } = await target.run(['run', '--exit-when-done', '-o', 'json']);
    expect(code).toBe(0);
    const tried = events.flatMap((each) =>
      each.type === 'study' && each.event.type === 'trial-started' ? [each.event.number] : [],
    );
    expect(new Set(tried)).toEqual(new Set([2]));
  });

  test('a run ends with how to start the service by hand, as lines and as JSON', async () => {
    const target = await deployment();
    const byHand = [
      'web runs with the servo, and is stopped now. To start it with these settings by hand:',
      expect.stringMatching(/CACHE=\d+ .*service\.mjs/),
    ];
    const { code, events } = await target.run(['run', '--exit-when-done', '-o', 'json']);
    expect(code).toBe(0);
    expect(events.filter(({ type }) => type === 'handover')).toMatchObject([{ connector: 'process', lines: byHand }]);
    const { stdout } = await target.run(['run', '--exit-when-done', '--new-study']);
    expect(stdout).toMatch(
      /web runs with the servo, and is stopped now\. To start it with these settings by hand:\n +.*service\.mjs/,
    );
  });

  test('a second SIGINT ends it at once with 130, and takes the service along', async () => {
    const target = await deployment();
    const servo = target.start(['run', '-o', 'json'], { IGNORE_SIGTERM: '1' });
    await measuring(servo);
    servo.kill('SIGINT');
    await servo.note('once more ends at once');
    servo.kill('SIGINT');
    expect((await servo.ended).code).toBe(130);
    await vi.waitFor(() => expect(target.processes).toEqual([]), { timeout: 2_000 });
  });
});

describe('servo adjust', () => {
  test('SIGINT while it waits for the program puts the setting back, and is said to the shell by 130', async () => {
    const target = await deployment();
    const servo = target.start(['adjust', 'web.cache=200'], { HOLD_START: '1' });
    await target.started(1);
    servo.kill('SIGINT');
    const { code, stderr } = await servo.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('Restored web.cache=400') });
    expect(target.stored).toMatchObject({ settings: { cache: 400 } });
    expect(target.lastPhase).toBe('restored');
    expect(target.processes).toEqual([]);
  });
});

describe('servo measure', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while it measures stops the service, and is said to the shell by %i', async ([signal, code]) => {
    const target = await deployment(['duration: 600ms', 'duration: 1m']);
    const servo = target.start(['measure']);
    await target.started(1);
    servo.kill(signal);
    expect(await servo.ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(`^${signal}: .*\n$`) });
    expect(target.processes).toEqual([]);
  });
});

function integrity({ folder }: Deployment): unknown {
  const file = join(folder, '.servo/studies.sqlite');
  if (!existsSync(file)) return undefined; // ended before the study began
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  } finally {
    database.close();
  }
}
