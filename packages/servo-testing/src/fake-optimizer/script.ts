import type { WireRequest } from '@servo/core/wire';
import { type CommandStep, command, type RepeatStep } from './command.js';
import type { Reply } from './reply.js';

/** What a servo is told when it asks WHATS_NEXT: a command, or another answer, which leaves it asking. */
export type Step = CommandStep | RepeatStep | Reply;

/** Where a script stands. */
export interface Turn {
  readonly servo: string;
  /** How many steps were taken before. */
  readonly number: number;
  /** The parameters of the completion that came last. */
  readonly last: WireRequest['param'] | undefined;
}

/** Steps in order, or a function that makes each. */
export type Script = readonly Step[] | ((turn: Turn) => Step | Promise<Step>);

/** How a script goes on. */
export interface ScriptOptions {
  /**
   * What comes after the last step: one step for good (`reply.silence()` holds the servo), or the script from its start.
   * @default command.sleep('60s')
   */
  readonly end?: Step | 'repeat';
}

/** Makes the function that gives the steps of a script, one per call. */
export function stepsOf(
  script: Script,
  { end = command.sleep(60) }: ScriptOptions = {},
): (turn: Turn) => Step | Promise<Step> {
  if (typeof script === 'function') return script;
  let index = 0;
  return () => {
    if (end === 'repeat') return script[index++ % script.length] ?? command.sleep(60);
    return script[index++] ?? end;
  };
}
