import { control, systemClock } from '@servo/core';
import { Bench } from './bench.js';
import type { ConformanceOptions } from './conformance-options.js';
import { assertSame, notConforming } from './not-conforming.js';

// Milliseconds: until the abort, until it must be obeyed, and for how long the target is watched after it.
const head = [0, 50, 300];
const patience = 2_000;
const watched = 700;

const measuringControl = { duration: 1 };

/** Aborts a measurement soon after it began. */
export async function abortsMeasuring(options: ConformanceOptions): Promise<void> {
  const { control: asked = measuringControl } = options;
  await eachAborted(options, (bench, signal) => bench.servo.measure({ control: control(asked) }, { signal }));
}

/** Aborts an adjustment soon after it began; whatever it has done by then is done, and nothing more is. */
export async function abortsAdjusting(options: ConformanceOptions): Promise<void> {
  const { adjustments = [] } = options;
  await eachAborted(options, (bench, signal) => bench.servo.adjust({ adjustments }, { signal }));
}

async function eachAborted(
  options: ConformanceOptions,
  work: (bench: Bench, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  for (const wait of head) {
    await using bench = await Bench.open(options);
    await bench.servo.startup();
    const stop = new AbortController();
    const working = work(bench, stop.signal).catch((error: unknown) => ({ error }));
    await systemClock.sleep(wait);
    stop.abort(new Error('The test aborts this')); // what a connector is given is not always an error of Servo
    const late = systemClock.sleep(patience).then(() => 'late' as const);
    if ((await Promise.race([working, late])) === 'late')
      throw notConforming(
        `An abort after ${wait} ms was not obeyed within ${patience / 1_000}s: pass on context.signal`,
      );
    const before = await bench.look();
    await systemClock.sleep(watched);
    assertSame(await bench.look(), before, `The target was touched after an abort at ${wait} ms: ask context.guard()`);
    await bench.servo.restore();
  }
}
