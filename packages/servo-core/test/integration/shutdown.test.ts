import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { command, FakeOptimizer, type Reply, reply, type Step } from '../../../servo-testing/src/fake-optimizer.js';
import { Connector } from '../../src/connector/connector.js';
import type { ConnectorClass } from '../../src/connector/connector-class.js';
import type { EventContext } from '../../src/events/event-context.js';
import type { AdjustInput } from '../../src/events/event-map.js';
import { on } from '../../src/events/on.js';
import { component } from '../../src/model/component.js';
import { description } from '../../src/model/description.js';
import { measurement } from '../../src/model/measurement.js';
import { metric } from '../../src/model/metric.js';
import { rangeSetting } from '../../src/model/settings/range-setting.js';
import type { ServoEvent } from '../../src/runtime/runner/servo-event.js';
import { id, liveServo } from '../support/live-servo.js';

type Held = 'attach' | 'startup' | 'describe' | 'measure' | 'adjust';

/** What is known of a target and of the connectors that it had. */
interface Target {
  cpu: number;
  /** The handler that waits until it is aborted; `attach` the second time, which is in the run. */
  readonly held: Held | undefined;
  readonly seen: string[];
}

/** A connector that says what happens to it, one of whose handlers does not end by itself. */
function holding(target: Target): ConnectorClass {
  return class extends Connector<unknown> implements AsyncDisposable {
    @on('attach') async attach(_: unknown, context: EventContext<'attach'>) {
      await this.#reach('attach', context);
    }
    @on('startup') async startup(_: unknown, context: EventContext<'startup'>) {
      await this.#reach('startup', context);
    }
    @on('describe') async describe(_: unknown, context: EventContext<'describe'>) {
      await this.#reach('describe', context);
      return this.#describe();
    }
    @on('measure') async measure(_: unknown, context: EventContext<'measure'>) {
      context.progress(10);
      await this.#reach('measure', context);
      return measurement([]);
    }
    @on('adjust') async adjust({ adjustments: [change] }: AdjustInput, context: EventContext<'adjust'>) {
      if (change) target.cpu = Number(change.value);
      if (target.cpu !== 2) await this.#reach('adjust', context); // going back is quick
      return this.#describe();
    }
    @on('shutdown') shutdown() {
      target.seen.push('shutdown');
    }
    @on('detach') detach() {
      target.seen.push('detach');
    }
    async [Symbol.asyncDispose]() {
      target.seen.push('dispose');
    }

    async #reach(place: Held, { clock, signal }: EventContext): Promise<void> {
      const again = target.seen.includes(place);
      target.seen.push(place);
      if (target.held === place && (again || place !== 'attach')) await clock.sleep(1e9, { signal });
    }

    #describe() {
      const cpu = rangeSetting('cpu', { min: 1, max: 4, step: 1, value: target.cpu });
      return description({ components: [component('web', [cpu])], metrics: [metric('throughput', 'rpm')] });
    }
  };
}

interface Situation {
  readonly name: string;
  readonly held?: Held;
  readonly script?: readonly Step[];
  readonly fault?: readonly [Reply, Parameters<FakeOptimizer['fault']>[1]];
  /** When the servo is in the situation. */
  readonly reached: (state: {
    readonly events: readonly ServoEvent[];
    readonly target: Target;
    readonly optimizer: FakeOptimizer;
    readonly inFlight: boolean;
  }) => boolean;
  readonly greeted: boolean;
  /** How the command that was under way is answered. */
  readonly answer?: string;
}

const saw = (events: readonly ServoEvent[], what: ServoEvent['type']): boolean =>
  events.some(({ type }) => type === what);
const atHandler = (held: Held, script: readonly Step[] = []): Pick<Situation, 'held' | 'script' | 'reached'> => ({
  held,
  script,
  reached: ({ target: { seen } }) => seen.includes(held),
});
const adjust = command.adjust({ web: { cpu: 3 } });
const measure = command.measure({ metrics: ['throughput'] });
/** The servo has to begin anew, and says goodbye before it does. */
const outOfStep = [command.describe({ onCompletion: reply.unexpectedEvent() })];
const isAttach = (each: string): boolean => each === 'attach';
const lasting = { times: Infinity };

const situations: readonly Situation[] = [
  {
    name: 'it connects and nobody answers',
    fault: [reply.silence(), { on: 'HELLO', ...lasting }],
    reached: ({ optimizer, inFlight }) => inFlight && optimizer.count('HELLO') > 0,
    greeted: false,
  },
  {
    name: 'it waits to connect again',
    fault: [reply.http(503), { on: 'HELLO', ...lasting }],
    reached: ({ events }) => saw(events, 'retrying'),
    greeted: false,
  },
  { name: 'it starts up', ...atHandler('startup'), greeted: true },
  {
    name: 'it asks what is next and nobody answers',
    script: [reply.silence()],
    reached: ({ optimizer, inFlight }) => inFlight && optimizer.count('WHATS_NEXT') > 0,
    greeted: true,
  },
  {
    name: 'it waits to ask again',
    fault: [reply.http(503), { on: 'WHATS_NEXT', ...lasting }],
    reached: ({ events }) => saw(events, 'retrying'),
    greeted: true,
  },
  {
    name: 'it waits as long as Retry-After says',
    fault: [reply.http(429, { retryAfter: 300 }), { on: 'WHATS_NEXT', ...lasting }],
    reached: ({ events }) => saw(events, 'retrying'),
    greeted: true,
  },
  {
    name: 'it waits after a status where a command was expected',
    fault: [reply.ok(), { on: 'WHATS_NEXT', ...lasting }],
    reached: ({ optimizer, inFlight }) => !inFlight && optimizer.count('WHATS_NEXT') > 0,
    greeted: true,
  },
  { name: 'it sleeps', reached: ({ events }) => saw(events, 'sleeping'), greeted: true },
  { name: 'it describes', ...atHandler('describe', [command.describe()]), greeted: true, answer: 'cancelled' },
  { name: 'it measures', ...atHandler('measure', [measure]), greeted: true, answer: 'cancelled' },
  { name: 'it adjusts', ...atHandler('adjust', [adjust]), greeted: true, answer: 'cancelled' },
  {
    name: 'its answer is not taken',
    script: [command.describe({ onCompletion: Array<Reply>(9).fill(reply.http(503)) })],
    reached: ({ events }) => saw(events, 'retrying'),
    greeted: true,
    answer: 'ok',
  },
  {
    name: 'an adjustment is not yet acknowledged',
    script: [command.adjust({ web: { cpu: 3 } }, { onCompletion: Array<Reply>(9).fill(reply.http(503)) })],
    reached: ({ events }) => saw(events, 'retrying'),
    greeted: true,
    answer: 'ok',
  },
  {
    name: 'nobody says whether its answer is taken',
    script: [command.describe()],
    fault: [reply.silence(), { on: 'completion', ...lasting }],
    reached: ({ optimizer, inFlight }) => inFlight && optimizer.count('completion') > 0,
    greeted: true,
    answer: 'ok',
  },
  {
    name: 'it attaches again',
    held: 'attach',
    script: outOfStep,
    reached: ({ target: { seen } }) => seen.filter(isAttach).length === 2,
    greeted: false,
    answer: 'ok',
  },
  {
    name: 'it waits to begin anew',
    script: outOfStep,
    reached: ({ events }) => saw(events, 'restarting'),
    greeted: false, // it has said goodbye
    answer: 'ok',
  },
  {
    name: 'it waits for an hour because its uid was revoked',
    fault: [reply.revoked(), { on: 'WHATS_NEXT' }],
    reached: ({ events }) => saw(events, 'restarting'),
    greeted: false,
  },
  {
    name: 'it connects again and nobody answers',
    script: outOfStep,
    fault: [reply.silence(), { on: 'HELLO', nth: 2, ...lasting }],
    reached: ({ optimizer, inFlight }) => inFlight && optimizer.count('HELLO') > 1,
    greeted: false,
    answer: 'ok',
  },
];

describe('A servo that is stopped while', () => {
  test.for(situations)('$name ends in good order', async ({ held, script = [], fault, reached, greeted, answer }) => {
    const clock = new FakeClock();
    const optimizer = await FakeOptimizer.listen({ clock });
    onTestFinished(() => optimizer[Symbol.asyncDispose]());
    optimizer.script(id, script);
    if (fault) optimizer.fault(...fault);
    const target: Target = { cpu: 2, held, seen: [] };
    const servo = await liveServo({ optimizer: optimizer.opsani(id), type: holding(target), clock });
    const { events } = servo;
    await servo.until(() => reached({ events, target, optimizer, inFlight: servo.inFlight() > 0 }));
    const goodbyes = optimizer.count('GOODBYE');
    const stoppedAt = clock.now();
    await servo.stop('SIGTERM');

    expect(clock.now() - stoppedAt).toBeLessThanOrEqual(25_000);
    expect(events.at(-1)).toEqual({ type: 'stopped', servo: 'web', reason: 'SIGTERM' });
    const farewells = optimizer.requests('GOODBYE').slice(goodbyes);
    expect(farewells.map(({ param }) => param)).toEqual(greeted ? [{ reason: 'SIGTERM' }] : []);
    if (greeted) expect(optimizer.requests().at(-1)?.event).toBe('GOODBYE');
    if (answer) expect(optimizer.requests('completion').at(-1)?.param).toMatchObject({ status: answer });
    expect(target.cpu).toBe(2);
    expect(target.seen.slice(-2)).toEqual([held === 'attach' ? 'attach' : 'detach', 'dispose']); // half attached: disposed
    expect(target.seen.filter((each) => each === 'dispose')).toHaveLength(target.seen.filter(isAttach).length);
    optimizer.assertClean();

    await servo.dispose();
    expect(clock.pending).toBe(0);
    expect(servo.inFlight()).toBe(0);
  });
});

describe('A servo that is stopped gives up', () => {
  async function stoppedWith({ on, milliseconds }: { on: 'progress' | 'GOODBYE'; milliseconds: number }) {
    const clock = new FakeClock();
    const optimizer = await FakeOptimizer.listen({ clock });
    onTestFinished(() => optimizer[Symbol.asyncDispose]());
    optimizer.script(id, [measure]);
    optimizer.fault(reply.silence(), { on });
    const target: Target = { cpu: 2, held: 'measure', seen: [] };
    const servo = await liveServo({ optimizer: optimizer.opsani(id), type: holding(target), clock });
    if (on === 'progress') await servo.until(() => optimizer.count('progress') === 1);
    else await servo.until(() => target.seen.includes('measure'));
    servo.halt('SIGINT');
    if (on === 'GOODBYE') await optimizer.received('GOODBYE');
    await clock.advance(milliseconds);
    await servo.stop();
    return { optimizer, servo, target };
  }

  test('a report that nobody answers, and says how the command ended', async () => {
    const { optimizer, target } = await stoppedWith({ on: 'progress', milliseconds: 2_000 });
    expect(optimizer.requests('completion').map(({ param }) => param?.['status'])).toEqual(['cancelled']);
    expect(optimizer.requests('GOODBYE').map(({ param }) => param)).toEqual([{ reason: 'SIGINT' }]);
    expect(target.seen.slice(-3)).toEqual(['shutdown', 'detach', 'dispose']);
    optimizer.assertClean();
  });

  test('a GOODBYE that nobody answers, when its grace is over', async () => {
    const { optimizer, servo, target } = await stoppedWith({ on: 'GOODBYE', milliseconds: 25_000 });
    expect(optimizer.count('GOODBYE')).toBe(1);
    expect(servo.logger.messages('error').join()).toContain('Could not say goodbye: The end took longer than 25s');
    expect(target.seen.slice(-3)).toEqual(['shutdown', 'detach', 'dispose']);
    optimizer.assertClean();
  });
});
