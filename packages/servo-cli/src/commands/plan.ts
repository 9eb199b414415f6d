import { ServoError } from '@servo/core';
import type { StudyPlan } from '@servo/optimizer';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { located } from '../located.js';
import { measuringSeconds, optimizerTimes } from '../measuring-times.js';
import { loadOptimizer } from '../load-optimizer.js';
import { onlyServo, readConfiguration } from '../open-assembly.js';
import { openServo } from '../open-servo.js';
import { planLines } from '../output/plan-lines.js';
import { printResult } from '../output/print-result.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .example('$0 plan', 'What a run may try at most, before you trust it')
    .example('$0 plan -o json', 'The same for a program');

export const run: Command['run'] = async (args, context) => {
  const { document, written } = onlyServo(await readConfiguration(args, context));
  const { optimizer, file } = document;
  if (optimizer?.kind !== 'embedded')
    throw new ServoError(
      'PLAN_UNKNOWN',
      optimizer ? 'What a remote optimizer may try is known to it alone' : `${file} names no optimizer`,
      {
        hint: 'A plan needs the embedded optimizer: "optimizer: {kind: embedded, minimize: price}".',
      },
    );
  const { planStudy } = await loadOptimizer();
  await using opened = await openServo(args, context, { readOnly: true });
  const description = await opened.servo.describe({}, { signal: opened.signal });
  let plan: StudyPlan;
  try {
    plan = planStudy({ config: optimizer, description });
  } catch (error) {
    throw located(error, written);
  }
  const stanzas = document.connectors.map(({ stanza }) => stanza.value);
  const each = measuringSeconds(optimizerTimes(optimizer), stanzas);
  const seconds = each && each * plan.measurements.atMost;
  return await printResult(context.terminal, args, {
    facts: { plan, seconds: seconds ?? null },
    lines: () => planLines(plan, { seconds, onInterrupt: document.settings.onInterrupt }),
  });
};
