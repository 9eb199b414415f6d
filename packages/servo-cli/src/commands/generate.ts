import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ServoError } from '@servo/core';
import {
  checkSettings,
  discover,
  loadConnector,
  readConfigText,
  schemaFields,
  servoIdentity,
  servoSettings,
} from '@servo/core/documents';
import type { Argv } from 'yargs';
import type { Command, CommandContext } from '../command.js';
import { configurationTemplate, schemaComment, type TemplateSection } from '../generate/configuration-template.js';
import { optimizerLines, type TemplateOptimizer } from '../generate/optimizer-lines.js';
import { wantedConnectors } from '../generate/wanted-connectors.js';
import { printResult } from '../output/print-result.js';
import { writeAsked } from '../output/write-asked.js';
import { UsageComplaint } from '../usage-complaint.js';
import { deploymentSchema } from '../schema/deployment-schema.js';

const schemaFile = 'servo.schema.json';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('connectors', {
      type: 'string',
      array: true,
      default: [],
      describe: 'These alone, by other names perhaps: fast:autocannon',
    })
    .option('optimizer', {
      choices: ['embedded', 'opsani', 'appdynamics'] as const,
      default: 'embedded' as const,
      describe: 'Which one to obey',
    })
    .option('defaults', { type: 'boolean', default: false, describe: 'Write defaults as values, not as comments' })
    .option('standalone', { type: 'boolean', default: false, describe: 'Without "connectors" and "optimizer"' })
    .option('append', { type: 'boolean', default: false, describe: 'Add a servo to the file' })
    .option('force', { type: 'boolean', default: false, describe: 'Write the file even where there is one' })
    .check(({ append, force, ...given }) => {
      if (append && force)
        throw new UsageComplaint('--append keeps what there is, and --force does not: give one of them');
      if (given['config-file'] === '-' && (append || force))
        throw new UsageComplaint('"-c -" prints and writes nothing: leave --append and --force out');
      return true;
    })
    .example('$0 generate', 'A servo.yaml with every connector of the deployment, to be filled in')
    .example('$0 generate process fast:autocannon slow:autocannon', 'One connector twice, under names of its own')
    .example('$0 generate --append --name second', 'Another servo in the same file')
    .example('$0 generate process -c -', 'Print it, and write nothing');

export const run: Command['run'] = async (args, context) => {
  const file = String(args['config-file']);
  const path = resolve(context.cwd, file);
  if (file === '-') {
    const configuration = await templateOf(path, args); // for whoever pipes it on; there is no file to write beside
    return printResult(context.terminal, args, { facts: { written: [], configuration }, lines: () => [configuration] });
  }
  const [append, force] = [args['append'] === true, args['force'] === true];
  if (existsSync(path) && !append && !force) throw exists(path);
  const before = append && existsSync(path) ? await readFile(path, 'utf8') : '';
  refuseName(args['name'] as string | undefined, { path, before }); // as it is declared
  const template = await templateOf(path, args);
  await write(path, template, before);
  const schemaPath = join(dirname(path), schemaFile);
  const schema = await deploymentSchema(context, { configFile: path });
  await writeAsked(schemaPath, `${JSON.stringify(schema, undefined, 2)}\n`);
  return printResult(context.terminal, args, {
    facts: { written: [path, schemaPath], configuration: template },
    lines: () => [
      `${append ? 'Added a servo to' : 'Wrote'} ${shown(path, context)}, and ${schemaFile} for editors`,
      'Next: fill in what is required; servo validate says what is missing.',
    ],
  });
};

async function templateOf(path: string, args: Readonly<Record<string, unknown>>): Promise<string> {
  const words = (args['connectors'] as readonly unknown[]).map(String); // an array by its declaration
  const [defaults, standalone] = [args['defaults'] === true, args['standalone'] === true];
  const { candidates } = discover(dirname(path));
  const connectors: TemplateSection[] = [];
  for (const { key, connector, candidate } of wantedConnectors(words, candidates)) {
    const { config } = await loadConnector(candidate);
    const fields = config ? schemaFields(config, key) : [];
    connectors.push({ key, connector, description: candidate.description, fields });
  }
  const kind = args['optimizer'] as TemplateOptimizer; // one of its choices
  return configurationTemplate({
    name: args['name'] as string | undefined, // by its declaration
    optimizer: standalone ? [] : optimizerLines(kind, { defaults }),
    connectors,
    lists: words.length > 0 && !standalone,
    own: { settings: schemaFields(servoSettings, 'settings'), checks: schemaFields(checkSettings, 'checks') },
    defaults,
  });
}

/** Refuses a name that `servo validate` would refuse, and to add to a file that is broken. */
function refuseName(
  name: string | undefined,
  { path, before }: { readonly path: string; readonly before: string },
): void {
  const { error } = servoIdentity.safeParse({ name });
  if (error)
    throw new ServoError(
      'USAGE_INVALID',
      `--name: ${error.issues.map(({ message }) => message).join('; ')}, got "${name}"`,
    );
  if (before.trim() === '') return;
  const documents = readConfigText(before, { file: path, env: undefined });
  const wanted = name ?? usualName;
  if (documents.some(({ values }) => (values['name'] ?? usualName) === wanted))
    throw new ServoError('USAGE_INVALID', `There is already a servo "${wanted}" in ${path}`, {
      hint: 'Give the new one a name: --name second.',
    });
}

const usualName = 'servo'; // of one that says none

async function write(path: string, template: string, before: string): Promise<void> {
  if (before.trim() === '') return writeAsked(path, `${schemaComment}\n${template}`);
  const added = `${before.endsWith('\n') ? '' : '\n'}---\n${template}`;
  await writeAsked(path, before.includes('\r\n') ? added.replaceAll('\n', '\r\n') : added, 'a');
}

function exists(path: string): ServoError {
  return new ServoError('USAGE_INVALID', `There is already ${path}`, {
    hint: 'Add --append for another servo in it, --force to write it anew, or name another file with -c.',
  });
}

function shown(path: string, { cwd }: CommandContext): string {
  return relative(cwd, path) || basename(path);
}
