import type { ServoObserver } from '@servo/core/runtime';
import { narrator } from '../output/narrator.js';
import { serializer } from '../output/serializer.js';
import type { Terminal } from '../terminal.js';

/** What a {@link runObserver} is made of. */
export interface RunObserverOptions {
  readonly terminal: Terminal;
  /** The form of the output. */
  readonly output: unknown;
  /** Whether the name of the servo stands before each line. */
  readonly named: boolean;
  /** Told as well. */
  readonly other?: ServoObserver | undefined;
}

/** Shows what happens in a run: to a person in lines, to a program one object for each event. */
export async function runObserver({ terminal, output, named, other }: RunObserverOptions): Promise<ServoObserver> {
  const write = await serializer(output);
  const show: ServoObserver = write ? (event) => terminal.line(write(event)) : narrator({ terminal, named });
  if (!other) return show;
  return (event) => {
    show(event);
    other(event);
  };
}
