import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  command,
  FakeOptimizer,
  type Occasion,
  type Reply,
  reply,
  type Step,
} from '../../../servo-testing/src/fake-optimizer.js';
import { type Deployment, deployment } from '../support/deployment.js';
import type { ServoProcess } from '../support/servo-process.js';

const id = 'example.com/web';

/** A service that an optimizer commands over HTTP. */
async function commanded(
  script: readonly Step[],
): Promise<{ readonly optimizer: FakeOptimizer; readonly target: Deployment }> {
  const optimizer = await FakeOptimizer.listen();
  onTestFinished(() => optimizer[Symbol.asyncDispose]());
  optimizer.script(id, script);
  const target = await deployment();
  const written = readFileSync(join(target.folder, 'servo.yaml'), 'utf8');
  const section = JSON.stringify(optimizer.opsani(id));
  target.write('servo.yaml', written.replace(/optimizer:\n(?: .*\n)+/, `optimizer: ${section}\n`));
  return { optimizer, target };
}

const adjust = command.adjust({ web: { cache: 300 } });
const measure = command.measure({ metrics: ['throughput'], control: { duration: '1m' } });
const lasting = (on: Occasion) => ({ on, times: Infinity });

interface Phase {
  readonly name: string;
  readonly script?: readonly Step[];
  readonly fault?: readonly [Reply, Parameters<FakeOptimizer['fault']>[1]];
  readonly reached: (servo: ServoProcess, optimizer: FakeOptimizer) => Promise<unknown>;
  readonly greeted: boolean;
}

const phases: readonly Phase[] = [
  {
    name: 'it connects and nobody answers',
    fault: [reply.silence(), lasting('HELLO')],
    reached: (_, optimizer) => optimizer.received('HELLO'),
    greeted: false,
  },
  {
    name: 'it waits to connect again',
    fault: [reply.http(503), lasting('HELLO')],
    reached: (servo) => servo.event('retrying'),
    greeted: false,
  },
  { name: 'it sleeps', reached: (servo) => servo.event('sleeping'), greeted: true },
  {
    name: 'it sleeps with a changed setting',
    script: [adjust],
    reached: (servo) => servo.event('sleeping'),
    greeted: true,
  },
  {
    name: 'it measures a changed setting',
    script: [adjust, measure],
    reached: (servo) => servo.event('command-started', ({ command: name }) => name === 'MEASURE'),
    greeted: true,
  },
  {
    name: 'it waits to ask again',
    script: [adjust],
    fault: [reply.reset('before'), { ...lasting('WHATS_NEXT'), nth: 2 }],
    reached: (servo) => servo.event('retrying'),
    greeted: true,
  },
  {
    name: 'it waits to begin anew',
    script: [command.describe({ onCompletion: reply.unexpectedEvent() })],
    reached: (servo) => servo.event('restarting'),
    greeted: false, // it has said goodbye
  },
];

describe('servo run with a remote optimizer', () => {
  test.each(phases)('ends by SIGTERM in good order while $name', async ({ script = [], fault, reached, greeted }) => {
    const { optimizer, target } = await commanded(script);
    if (fault) optimizer.fault(...fault);
    const servo = target.start(['run', '-o', 'json']);
    await reached(servo, optimizer);
    const before = optimizer.count('GOODBYE');
    servo.kill('SIGTERM');
    const { code, events } = await servo.ended;

    expect({ code, last: events.at(-1) }).toMatchObject({ code: 0, last: { type: 'stopped', reason: 'SIGTERM' } });
    const farewells = optimizer.requests('GOODBYE').slice(before);
    expect(farewells.map(({ param }) => param)).toEqual(greeted ? [{ reason: 'SIGTERM' }] : []);
    expect(target.stored).toMatchObject({ settings: { cache: 400 } });
    expect(target.lastPhase ?? 'restored').toBe('restored');
    expect(target.processes).toEqual([]);
    optimizer.assertClean();
  });

  test('describes, adjusts and measures as it is told, and names itself by the version of core', async () => {
    const short = command.measure({ metrics: { throughput: { unit: 'rpm' } }, control: { duration: 1 } });
    const { optimizer, target } = await commanded([command.describe(), adjust, short]);
    const servo = target.start(['run', '-o', 'json'], { POD_NAMESPACE: 'shop' });
    await servo.event('sleeping');
    servo.kill('SIGINT');
    expect((await servo.ended).code).toBe(0);
    const [hello] = optimizer.requests('HELLO');
    const { telemetry } = hello?.param ?? {};
    expect(Object.keys(telemetry as object)).toEqual(['servox.version', 'servox.platform', 'servox.namespace']);
    const [described, adjusted, measured] = optimizer.requests('completion').map(({ param }) => param);
    const cache = { type: 'range', pinned: false, min: 100, max: 400, step: 100 };
    const components = (value: number): object => ({ web: { settings: { cache: { ...cache, value } } } });
    expect(described).toMatchObject({ status: 'ok', descriptor: { application: { components: components(400) } } });
    expect(adjusted).toMatchObject({ status: 'ok', state: { application: { components: components(300) } } });
    expect(measured).toMatchObject({ status: 'ok', metrics: { throughput: { unit: 'rpm' } } });
    optimizer.assertClean();
  });
});
