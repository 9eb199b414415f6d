import { Duration, type DurationLike } from '@servo/core';
import type { Reply } from './reply.js';

/** A command that the servo is given; answered by the events that the protocol names. Made by {@link command}. */
export interface CommandStep {
  readonly cmd: string;
  /** As it goes over the wire; absent there when it is absent here. */
  readonly param?: unknown;
  /**
   * `null` for a command that has none.
   * @default `<servo>#<number>`
   */
  readonly uid?: string | null | undefined;
  /** Answers to the first, second … progress report; `ok` for those that follow. */
  readonly onProgress?: Reply | readonly Reply[] | undefined;
  /** Answers to the first, second … arrival of the completion; `ok` for those that follow. */
  readonly onCompletion?: Reply | readonly Reply[] | undefined;
}

/** The command before, once more under its uid, as an optimizer does that lost an acknowledgement. */
export interface RepeatStep {
  readonly again: true;
}

/** What any command can be given besides its parameters. */
export type CommandOptions = Pick<CommandStep, 'uid' | 'onProgress' | 'onCompletion'>;

/** How an operation is carried out, as it goes over the wire: numbers are seconds, text is a duration. */
export type CommandControl = Readonly<Record<string, unknown>>;

/**
 * Steps of a script: what the servo is told when it asks WHATS_NEXT.
 *
 * @example
 * optimizer.script('example.com/web', [
 *   command.describe(),
 *   command.measure({ metrics: ['throughput'], control: { duration: '3m' } }),
 *   command.adjust({ web: { cpu: 2 } }, { onCompletion: [reply.http(503), reply.reset('after')] }),
 *   command.sleep('5s'),
 * ]);
 */
export const command = {
  /** DESCRIBE. */
  describe: ({ control, ...options }: CommandOptions & { readonly control?: CommandControl } = {}): CommandStep => ({
    cmd: 'DESCRIBE',
    param: { ...(control && { control }) },
    ...options,
  }),

  /** MEASURE: metrics by name, or as a mapping with their units. */
  measure: ({ metrics = [], control = {}, ...options }: MeasureOptions = {}): CommandStep => ({
    cmd: 'MEASURE',
    param: { metrics, control },
    ...options,
  }),

  /** ADJUST: values by component and setting. */
  adjust: (
    values: Readonly<Record<string, Readonly<Record<string, number | string>>>>,
    { control = {}, ...options }: CommandOptions & { readonly control?: CommandControl } = {},
  ): CommandStep => ({ cmd: 'ADJUST', param: { state: stateOf(values), control }, ...options }),

  /** SLEEP: a number is seconds. */
  sleep: (duration: DurationLike, reason = 'no active optimization pipeline'): CommandStep => ({
    cmd: 'SLEEP',
    param: { duration: Duration.from(duration).seconds, data: { reason } },
  }),

  /** Any command with any parameters, known or not; without `param` when none is given. */
  raw: (cmd: string, param?: unknown, options: CommandOptions = {}): CommandStep => ({ cmd, param, ...options }),

  /** The command before, once more under its uid; the servo repeats its answer and does not carry it out again. */
  again: (): RepeatStep => ({ again: true }),
};

/** What MEASURE can be given. */
export interface MeasureOptions extends CommandOptions {
  readonly metrics?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly control?: CommandControl;
}

function stateOf(values: Readonly<Record<string, Readonly<Record<string, number | string>>>>): object {
  const components = Object.entries(values).map(([name, settings]) => {
    const entries = Object.entries(settings).map(([setting, value]) => [setting, { value }]);
    return [name, { settings: Object.fromEntries(entries) }];
  });
  return { application: { components: Object.fromEntries(components) } };
}
