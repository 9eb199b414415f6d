import { dirname, resolve } from 'node:path';
import { configurationInForce, discover } from '@servo/core/documents';
import type { Argv } from 'yargs';
import type { Command, CommandContext } from '../command.js';
import { failed, type Finding, well } from '../doctor/finding.js';
import { optimizerFindings } from '../doctor/optimizer.js';
import { packageFindings } from '../doctor/packages.js';
import { secretFileFindings, stateFindings } from '../doctor/state.js';
import { exitCodes } from '../exit-codes.js';
import { interruption } from '../interruption.js';
import { readConfiguration } from '../open-assembly.js';
import { type Paint, paint } from '../output/paint.js';
import { printResult } from '../output/print-result.js';
import { table } from '../output/table.js';
import { stateDirectory } from '../state-directory.js';

export const options: Command['options'] = (argv: Argv) =>
  argv.example('$0 doctor', 'When something does not work and you do not know why');

export const run: Command['run'] = async (args, context) => {
  using stop = interruption(() => {});
  const findings = await examine(args, context, stop.signal);
  await printResult(context.terminal, args, {
    facts: { findings },
    lines: (columns) => lines(findings, paint(context.terminal.colors), columns),
  });
  return findings.some(({ status }) => status === 'failed') ? exitCodes.failed : exitCodes.done;
};

async function examine(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const path = resolve(context.cwd, String(args['config-file']));
  return [
    well('node', `${process.version} on ${process.platform} ${process.arch}`),
    ...attempt('deployment', () => packageFindings(discover(dirname(path)))),
    ...(await stateFindings(stateDirectory(path, context.env))),
    ...(await configurationFindings(args, context, signal)),
  ];
}

async function configurationFindings(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const configuration = await readConfiguration(args, context);
    const { servos, path, cwd, discovery } = configuration;
    const ofSections = servos.map(({ written }) => configurationInForce(written, { env: context.env, cwd, discovery }));
    const values = (await Promise.all(ofSections)).flat(); // which also checks the sections of connectors
    const files = values.flatMap(({ origin }) => (origin.kind === 'secret-file' ? [origin.file] : []));
    const ofServos = servos.map((servo) => optimizerFindings(servo, { env: context.env, cwd, signal }));
    return [
      well('configuration', `${path}: ${servos.map(({ name }) => name).join(', ')}`),
      ...(await secretFileFindings(files.map((file) => resolve(cwd, file)))),
      ...(await Promise.all(ofServos)).flat(),
    ];
  } catch (error) {
    signal.throwIfAborted();
    return [failed('configuration', error)];
  }
}

function attempt(name: string, look: () => readonly Finding[]): readonly Finding[] {
  try {
    return look();
  } catch (error) {
    return [failed(name, error)];
  }
}

const marks = { well: '√', warning: '!', failed: 'X' } as const;
const colours = { well: 'green', warning: 'yellow', failed: 'red' } as const;

function lines(findings: readonly Finding[], colour: Paint, columns: number): readonly string[] {
  const rows = findings.map(({ name, status, message, hint }) => [
    marks[status],
    name,
    [message, hint].filter(Boolean).join('\n'),
  ]);
  return table(['', 'what', 'found'], rows, columns).map((line) => {
    const finding = findings.find(({ status }) => line.startsWith(marks[status]));
    return finding ? `${colour(colours[finding.status], line.slice(0, 1))}${line.slice(1)}` : line;
  });
}
