import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { interruption } from '../interruption.js';
import { banner } from '../output/banner.js';
import { paint } from '../output/paint.js';
import { declareRun, readRunArguments } from '../run/run-options.js';
import { runServos } from '../run/run-servos.js';

export const options: Command['options'] = (argv: Argv) =>
  declareRun(argv)
    .example('$0 run', 'Optimize what servo.yaml describes')
    .example(
      '$0 run -c shop/servo.yaml --exit-when-done',
      'One study, then exit 0 (done), 3 (nothing feasible) or 1 (failed)',
    )
    .example('$0 run --dry-run', 'Whether a run could begin; exit 1 when not')
    .example('$0 run --check --interactive', 'Begin when all is ready, and adjust nothing without your yes')
    .example('$0 run -o json', 'One JSON object per event, for programs');

export const run: Command['run'] = async (args, context) => {
  const { terminal } = context;
  const given = readRunArguments(args, terminal);
  if (terminal.interactive && !terminal.quiet && args['output'] === 'table')
    banner(paint(terminal.colors)).forEach((line) => terminal.line(line));
  using stop = interruption((name) => terminal.note(`${name}: ending in good order; once more ends at once`));
  try {
    return await runServos({ given, args, context, signal: stop.signal });
  } catch (error) {
    if (error === stop.signal.reason) return exitCodes.done; // stopped before the run began
    throw error;
  }
};
