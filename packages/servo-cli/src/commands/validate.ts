import { dirname, resolve } from 'node:path';
import { ConfigurationError } from '@servo/core';
import {
  discover,
  type MisspeltVariable,
  readConfigFile,
  readConfigText,
  readTextOf,
  servoName,
  validateDocuments,
} from '@servo/core/documents';
import type { Argv } from 'yargs';
import type { Command, CommandContext } from '../command.js';
import { emptyConfiguration, saysNothing } from '../empty-configuration.js';
import { exitCodes } from '../exit-codes.js';
import { namedServos } from '../named-servos.js';
import { printResult } from '../output/print-result.js';
import { problemFacts } from '../output/problem-facts.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .example('$0 validate', 'Check servo.yaml and the sections of its connectors; nothing is attached')
    .example('$0 validate -c - < servo.yaml', 'Check what comes by standard input')
    .example('$0 validate -o json', 'Every problem with its place, for an editor or CI');

export const run: Command['run'] = async (args, context) => {
  const { terminal } = context;
  const file = String(args['config-file']);
  try {
    const { servos: all, warnings } = await validated(file, context);
    const servos = namedServos(all, args['name'] as string | undefined); // its option's type
    if (args['output'] === 'table') for (const warning of warnings) terminal.complain(warning);
    return await printResult(terminal, args, {
      facts: { valid: true, servos, problems: [], warnings },
      lines: () => [
        `${file === '-' ? 'standard input' : file} is valid: ${summary(servos)}`,
        ...(servos.some(({ connectors }) => connectors.length > 0) ? [notLookedAt] : []),
      ],
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError) || args['output'] === 'table') throw error;
    const problems = error.problems.map(problemFacts);
    await printResult(terminal, args, { facts: { valid: false, servos: [], problems, warnings: [] }, lines: () => [] });
    return exitCodes.usage;
  }
};

/** What only connectors can answer, whose code is not run here. */
const notLookedAt = 'servo check looks at what connectors answer: whether metrics, constraints and prices fit.';

interface Validated {
  readonly servos: readonly ValidServo[];
  /** What is most likely a mistake, and harms nothing. */
  readonly warnings: readonly string[];
}

interface ValidServo {
  readonly name: string;
  readonly connectors: readonly string[];
}

async function validated(file: string, { cwd, env }: CommandContext): Promise<Validated> {
  const path = resolve(cwd, file);
  const folder = file === '-' ? cwd : dirname(path);
  const documents =
    file === '-'
      ? readConfigText(await readTextOf(process.stdin, 'standard input'), { file: 'standard input', env })
      : await readConfigFile({ path, cwd, env });
  const warnings: string[] = [];
  const onMisspelt = ({ variable, nearest }: MisspeltVariable): void =>
    void warnings.push(`Nothing reads the variable ${variable}; did you mean ${nearest}?`);
  const servos = await validateDocuments(documents, { env, cwd: folder, discovery: discover(folder), onMisspelt });
  const [document, another] = servos;
  const [written] = documents;
  if (!another && (!document || saysNothing({ document, written }))) throw emptyConfiguration(document?.file);
  const found = servos.map((servo) => ({ name: servoName(servo), connectors: servo.connectors.map(({ key }) => key) }));
  return { servos: found, warnings };
}

function summary(servos: readonly ValidServo[]): string {
  return servos.map(({ name, connectors }) => `${name} (${connectors.join(', ') || 'no connectors'})`).join(', ');
}
