import { control, systemClock } from '@servo/core';
import { Bench } from './bench.js';
import type { ConformanceOptions } from './conformance-options.js';
import { notConforming } from './not-conforming.js';

const patience = 5_000;

/** Uses the connector and disposes it; what is open in this process then must be what was open before. */
export async function closesEverything(options: ConformanceOptions): Promise<void> {
  const before = open();
  const bench = await Bench.open(options);
  await bench.servo.startup();
  await bench.servo.describe();
  if (bench.measures) await bench.servo.measure({ control: control(options.control ?? { duration: 1 }) });
  await bench[Symbol.asyncDispose]();
  const until = performance.now() + patience;
  for (let more = left(before); more.length > 0; more = left(before)) {
    if (performance.now() > until) throw notConforming(`After it was disposed it still has open: ${more.join(', ')}`);
    await systemClock.sleep(50);
  }
}

/** What keeps the process alive, but for timers, of which the test has some. */
function open(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout' && kind !== 'Immediate');
}

function left(before: readonly string[]): readonly string[] {
  const known = [...before];
  return open().filter((kind) => {
    const index = known.indexOf(kind);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}
