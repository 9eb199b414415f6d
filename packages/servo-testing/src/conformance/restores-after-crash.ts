import { Bench } from './bench.js';
import type { ConformanceOptions } from './conformance-options.js';
import { assertSame } from './not-conforming.js';

/** Adjusts, forgets the servo as a crash does, and lets another one take the change back. */
export async function restoresAfterCrash(options: ConformanceOptions): Promise<void> {
  const { adjustments = [] } = options;
  await using crashed = await Bench.open(options);
  await crashed.servo.startup();
  const before = await crashed.look();
  await crashed.servo.adjust({ adjustments });
  await crashed.servo.detach(); // no restore, no shutdown: only what a process takes with it
  await using next = await Bench.open(options, crashed.folder);
  await next.servo.restore();
  assertSame(await next.look(), before, 'After restore the target is not as it was');
}
