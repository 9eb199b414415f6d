import { inspect } from 'node:util';
import { control } from '@servo/core';
import { Bench } from './bench.js';
import type { ConformanceOptions } from './conformance-options.js';
import { notConforming } from './not-conforming.js';

/** Lets the connector do all that it can; no secret may stand in what it logs, answers or fails with. */
export async function keepsSecrets(options: ConformanceOptions): Promise<void> {
  const { secrets = [] } = options;
  await using bench = await Bench.open(options);
  const { servo, logger } = bench;
  const seen: unknown[] = [];
  const note = async (work: () => Promise<unknown>): Promise<void> => {
    seen.push(await work().catch((error: unknown) => error));
  };
  await note(() => servo.startup());
  await note(() => servo.describe());
  await note(() => servo.check());
  await note(() => servo.measure({ control: control(options.control ?? { duration: 1 }) }));
  await note(() => servo.shutdown());
  const said = inspect([seen, logger.entries], { depth: 20, maxArrayLength: null, maxStringLength: null });
  for (const secret of secrets)
    if (said.includes(secret))
      throw notConforming(
        `A secret of the configuration (${secret.slice(0, 2)}…) is shown: keep it a Secret until it is used`,
      );
}
