import { dirname, resolve } from 'node:path';
import { ConfigurationError } from '@servo/core';
import { discover, readConfigFile, readConfigText, servoName, validateDocuments } from '@servo/core/documents';
import type { Argv } from 'yargs';
import type { Command, CommandContext } from '../command.js';
import { emptyConfiguration, saysNothing } from '../empty-configuration.js';
import { exitCodes } from '../exit-codes.js';
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
    const servos = await validated(file, context);
    return await printResult(terminal, args, {
      facts: { valid: true, servos, problems: [] },
      lines: () => [`${file === '-' ? 'standard input' : file} is valid: ${summary(servos)}`],
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError) || args['output'] === 'table') throw error;
    const problems = error.problems.map(problemFacts);
    await printResult(terminal, args, { facts: { valid: false, servos: [], problems }, lines: () => [] });
    return exitCodes.usage;
  }
};

interface ValidServo {
  readonly name: string;
  readonly connectors: readonly string[];
}

async function validated(file: string, { cwd, env }: CommandContext): Promise<readonly ValidServo[]> {
  const path = resolve(cwd, file);
  const folder = file === '-' ? cwd : dirname(path);
  const documents =
    file === '-'
      ? readConfigText(await standardInput(), { file: 'standard input', env })
      : await readConfigFile({ path, cwd, env });
  const servos = await validateDocuments(documents, { env, cwd: folder, discovery: discover(folder) });
  const [document, another] = servos;
  const [written] = documents;
  if (!another && (!document || saysNothing({ document, written }))) throw emptyConfiguration(document?.file);
  return servos.map((servo) => ({ name: servoName(servo), connectors: servo.connectors.map(({ key }) => key) }));
}

async function standardInput(): Promise<string> {
  const { text } = await import('node:stream/consumers'); // as dear as all other imports of Node's own together
  return text(process.stdin);
}

function summary(servos: readonly ValidServo[]): string {
  return servos.map(({ name, connectors }) => `${name} (${connectors.join(', ') || 'no connectors'})`).join(', ');
}
