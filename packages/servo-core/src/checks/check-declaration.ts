import type { EventContext } from '../events/event-context.js';
import { Declarations } from '../events/declarations.js';
import type { Awaitable } from '../events/handler-decorator.js';
import type { Severity } from '../model/severity.js';

/** What a check may be told besides its name. */
export interface CheckOptions {
  /** @default the name of the method */
  readonly id?: string;
  readonly description?: string;
  /** @default 'common' */
  readonly severity?: Severity;
  /** Each 1–32 lower-case letters, digits, dots and dashes. */
  readonly tags?: readonly string[];
}

/**
 * How a check answers: nothing or `true` is success, `false` is failure, text is success with a message, a pair is both.
 * Throwing is failure; a `CheckError` can carry a hint and a remedy.
 */
export type CheckAnswer = void | boolean | string | readonly [success: boolean, message: string];

/** A method that probes one thing. */
export type CheckHandler = (context: EventContext<'check'>) => Awaitable<CheckAnswer>;

/** A method that names several things to probe and how: one check comes of each. */
export type MulticheckHandler<Item> = (
  context: EventContext<'check'>,
) => Awaitable<readonly [items: Iterable<Item>, probe: (item: Item) => Awaitable<CheckAnswer>]>;

/** One check, or one that becomes several, as its decorator declared it. */
export interface CheckDeclaration extends CheckOptions {
  /** May hold `{this.x}`, and `{item}` or `{item.x}` in a multicheck. */
  readonly name: string;
  readonly method: string | symbol;
  readonly multiple: boolean;
}

/** The checks that decorators declared. Internal: not covered by semver. */
export const checkDeclarations: Declarations<CheckDeclaration> = new Declarations('checks', ({ method }) =>
  String(method),
);
