import { dataPoint, type Metric, type Reading, timeSeries } from '@servo/core';
import {
  adjustParam,
  fromState,
  promoteKey,
  type Settings,
  toDescriptor,
  toReadings,
  wireCommand,
} from '@servo/core/wire';
import { type Numbers, describeTarget, type SyntheticTarget } from './synthetic-target.js';

/** A completion without its uid. */
export type Answer = Readonly<Record<string, unknown>>;

/** A command as the servo got it. */
export interface Received {
  readonly cmd: string;
  readonly uid: string;
  readonly settings?: Settings;
  /** Whether the settings of an ADJUST are to stay. */
  readonly stays?: boolean;
}

/** How a {@link FakeServo} departs from doing as it is told. */
export interface FakeServoOptions {
  readonly target: SyntheticTarget;
  /** Answers a DESCRIBE in place of the target; `undefined` describes it. */
  readonly describe?: () => Answer | undefined;
  /** Answers an ADJUST in place of applying it; `undefined` applies it. */
  readonly adjust?: (settings: Settings) => Answer | undefined;
  /** Answers a MEASURE in place of measuring; `undefined` measures. */
  readonly measure?: (settings: Settings, count: number) => Answer | undefined;
}

type Fetch = (request: Request) => Promise<Response>;

/** The servo's side of the wire over a made-up target, without any waiting. */
export class FakeServo {
  /** The settings in force. */
  settings: Settings;
  readonly received: Received[] = [];
  /** What the optimizer gave as reason for the last rest. */
  rest = '';
  readonly #options: FakeServoOptions;
  #measured = 0;

  constructor(options: FakeServoOptions) {
    this.#options = options;
    const places = options.target.description.components.flatMap(({ name, settings }) =>
      settings.map((setting) => [`${name}.${setting.name}`, setting.value ?? ''] as const),
    );
    this.settings = Object.fromEntries(places);
  }

  get commands(): readonly string[] {
    return this.received.map(({ cmd }) => cmd);
  }

  /** Says HELLO and does what it is told until it is to rest for long, or `commands` have been carried out. */
  async run(fetch: Fetch, commands = 1_000): Promise<void> {
    await say(fetch, 'HELLO', { agent: 'fake', telemetry: {} });
    for (let count = 0; count < commands; count += 1) {
      const command = wireCommand.parse(await say(fetch, 'WHATS_NEXT', null));
      if (command.cmd === 'SLEEP') {
        if (this.#restsFor(command.param) >= 60) return;
        await new Promise<void>(setImmediate); // lets a pending answer arrive
        continue;
      }
      await this.carryOut(fetch, command);
    }
  }

  /** Says GOODBYE. */
  async leave(fetch: Fetch): Promise<void> {
    await say(fetch, 'GOODBYE', { reason: 'SIGTERM' });
  }

  /** Carries out one command and reports its completion. */
  async carryOut(fetch: Fetch, { cmd, cmd_uid, param }: ReturnType<typeof wireCommand.parse>): Promise<unknown> {
    const uid = cmd_uid ?? '';
    const settings = cmd === 'ADJUST' ? this.#settingsOf(param) : undefined;
    const stays = adjustParam.safeParse(param).data?.control?.userdata?.[promoteKey] === true;
    this.received.push({ cmd, uid, ...(settings && { settings }), ...(stays && { stays }) });
    const [event, answer] = settings ? ['ADJUSTMENT', this.#adjust(settings)] : this.#look(cmd);
    return say(fetch, event, { status: 'ok', message: null, reason: 'success', ...answer, cmd_uid: uid });
  }

  #look(cmd: string): [event: string, answer: Answer] {
    if (cmd === 'MEASURE') return ['MEASUREMENT', this.#measure()];
    const answer = this.#options.describe?.();
    if (answer) return ['DESCRIPTION', answer];
    const { components, metrics } = this.#options.target.description;
    const present = components.map(({ name, settings }) => ({
      name,
      settings: settings.map((setting) => ({ ...setting, value: this.settings[`${name}.${setting.name}`] })),
    }));
    // the same kinds of settings with other values
    const described = { components: present, metrics } as ReturnType<typeof describeTarget>;
    return ['DESCRIPTION', { descriptor: toDescriptor(described) }];
  }

  #adjust(settings: Settings): Answer {
    const answer = this.#options.adjust?.(settings);
    if (answer) return answer;
    this.settings = { ...this.settings, ...settings };
    return {};
  }

  #measure(): Answer {
    this.#measured += 1;
    const { measure, target } = this.#options;
    const answer = measure?.(this.settings, this.#measured);
    return answer ?? { metrics: readingsOf(target.measure(this.settings), target.description.metrics) };
  }

  #settingsOf(param: unknown): Settings {
    return Object.fromEntries(
      fromState(adjustParam.parse(param).state).map(({ component, setting, value }) => [
        `${component}.${setting}`,
        value,
      ]),
    );
  }

  #restsFor(param: unknown): number {
    const { duration, data } = param as { duration: number; data: { reason: string } }; // as the optimizer writes it
    this.rest = data.reason;
    return duration;
  }
}

/** Readings as they stand in a completion. */
export function readingsOf(numbers: Numbers, metrics: readonly Metric[]): unknown {
  const readings = metrics.flatMap((metric): readonly Reading[] => {
    const value = numbers[metric.name];
    if (value === undefined) return [];
    if (typeof value === 'number') return [dataPoint(metric, 0, value)];
    return [
      timeSeries(
        metric,
        value.map((each, index) => [index * 1_000, each]),
      ),
    ];
  });
  return toReadings({ readings });
}

/** Sends one event and returns the answer's body; what the optimizer could not take in is sent again, three times. */
export async function say(fetch: Fetch, event: string, param: unknown): Promise<unknown> {
  const body = JSON.stringify({ event, param, servo_uid: null });
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(new Request('http://optimizer.test/servo', { method: 'POST', body }));
    if (response.status !== 503 || tries === 3) return response.json();
  }
}
