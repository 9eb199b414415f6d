import type { Description } from '@servo/core';
import type { Discovery } from '@servo/core/documents';
import type { AttachedServo } from '../open-servo.js';

/** What a part of a servo is shown from. */
export interface ShowContext {
  readonly servo: AttachedServo;
  readonly discovery: Discovery;
  readonly signal: AbortSignal;
  /** The options of the command. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** What is shown of one servo. */
export interface Shown {
  /** For programs. */
  readonly facts: object;
  /** For people, who see so many columns. */
  readonly lines: (columns: number) => readonly string[];
}

/** Shows one part of one servo. */
export type Show = (context: ShowContext) => Promise<Shown>;

/** What each connector of a servo says of itself; those that say nothing of that kind are left out. */
export async function describedBy<K extends keyof Description>(
  kind: K,
  { servo: { servo }, signal }: ShowContext,
): Promise<readonly { readonly connector: string; readonly item: Description[K][number] }[]> {
  const parts = await servo.describeEach({}, { signal });
  return parts.flatMap(({ connector, [kind]: items }) => items.map((item) => ({ connector, item })));
}
