import { configurationInForce, findConnector } from '@servo/core/documents';
import { stringify } from 'yaml';
import type { Argv } from 'yargs';
import { configMap } from '../config/config-map.js';
import { configurationYaml, literal } from '../config/configuration-yaml.js';
import { nested } from '../config/nested.js';
import { originText } from '../config/origin-text.js';
import { selectedKeys } from '../config/selected-keys.js';
import { type ShownValue, shownValues } from '../config/shown-values.js';
import type { Command, CommandContext } from '../command.js';
import { type Configuration, type ConfiguredServo, readConfiguration } from '../open-assembly.js';
import { exitCodes } from '../exit-codes.js';
import { printResult } from '../output/print-result.js';
import { table } from '../output/table.js';

interface ShownServo extends ConfiguredServo {
  readonly values: readonly ShownValue[];
}

type Arguments = Parameters<Command['run']>[0];
type Shown = (value: ShownValue) => unknown;

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('keys', {
      type: 'string',
      array: true,
      default: [],
      describe: 'Show these alone: settings, process.ready',
    })
    .option('format', {
      choices: ['yaml', 'configmap'] as const,
      default: 'yaml' as const,
      describe: 'As servo.yaml, or as a ConfigMap of Kubernetes',
    })
    .option('origins', { type: 'boolean', default: false, describe: 'Say where each value came from' })
    .option('defaults', { type: 'boolean', default: false, describe: 'Show what nobody wrote, too' })
    .option('show-secrets', { type: 'boolean', default: false, describe: 'Show secrets as they are' })
    .example('$0 config', 'The configuration in force')
    .example('$0 config settings --defaults --origins', 'All settings, and where each came from')
    .example('$0 config --format configmap | kubectl apply -f -', 'Bring it into a cluster');

export const run: Command['run'] = async (args, context) => {
  const configuration = await readConfiguration(args, context);
  const servos = await shownServos(configuration, { args, env: context.env });
  const shown: Shown = args['show-secrets'] ? ({ value }) => value : ({ shown: masked }) => masked;
  if (args['format'] === 'configmap') return printConfigMap(configuration, { servos, args, context });
  const { origins } = args;
  return printResult(context.terminal, args, {
    facts: { servos: servos.map((servo) => factsOf(servo, { shown, origins: origins === true })) },
    lines: (columns) => (origins ? originLines(servos, shown, columns) : yamlLines(servos, shown)),
  });
};

async function shownServos(
  { servos, discovery, cwd }: Configuration,
  { args, env }: { readonly args: Arguments; readonly env: CommandContext['env'] },
): Promise<readonly ShownServo[]> {
  const defaults = args['defaults'] === true;
  const keys = (args['keys'] as readonly unknown[]).map(String); // an array by its declaration
  const shown: ShownServo[] = [];
  for (const servo of servos) {
    const values = await configurationInForce(servo.written, { env, cwd, discovery, defaults });
    shown.push({ ...servo, values: selectedKeys(shownValues(values), keys) });
  }
  return shown;
}

function factsOf(
  { name, values }: ShownServo,
  { shown, origins }: { readonly shown: Shown; readonly origins: boolean },
): object {
  const own = values.filter(isOwn).map((each) => ({ path: each.path, value: shown(each) }));
  const traced = values.map((each) => ({ path: each.path.join('.'), value: shown(each), origin: each.origin }));
  return { name, configuration: nested(own), ...(origins && { origins: traced }) };
}

function yamlLines(servos: readonly ShownServo[], shown: Shown): readonly string[] {
  return servos.flatMap(({ values }, index) => {
    const own = values.filter(isOwn).map((each) => ({ path: each.path, value: literal(shown(each)) }));
    return [...(index > 0 ? ['---'] : []), configurationYaml(own)];
  });
}

function originLines(servos: readonly ShownServo[], shown: Shown, columns: number): readonly string[] {
  return servos.flatMap(({ name, values }, index) => {
    const rows = values.map((each) => [each.path.join('.'), cell(shown(each)), originText(each.origin)]);
    const title = servos.length > 1 ? [...(index > 0 ? [''] : []), name] : [];
    return [...title, ...table(['key', 'value', 'origin'], rows, columns)];
  });
}

/** What a secret's file holds is said of the file. */
function isOwn({ origin }: ShownValue): boolean {
  return origin.kind !== 'secret-file';
}

function cell(value: unknown): string {
  const text = typeof value === 'string' && !/[\p{Cc}]/u.test(value) ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function printConfigMap(
  { discovery }: Configuration,
  {
    servos,
    args,
    context,
  }: { readonly servos: readonly ShownServo[]; readonly args: Arguments; readonly context: CommandContext },
): number {
  const { manifest, variables } = configMap({
    servos: servos.map(({ name, values, document: { optimizer, connectors } }) => ({
      name,
      values,
      remote: optimizer?.kind === 'embedded' ? undefined : optimizer?.kind,
      connectors: connectors.map(({ key, connector }) => {
        const { description, version } = findConnector(connector, discovery);
        return { name: key, type: connector, description, version };
      }),
    })),
    now: new Date(),
    showSecrets: args['show-secrets'] === true,
  });
  if (variables.length > 0)
    context.terminal.note(
      `What is secret, or says who the servo is, is left to the environment: set ${variables.join(', ')}, from a Secret.`,
    );
  // as it is, whatever the form: with a version of ours it would be no ConfigMap
  const json = args['output'] === 'json';
  context.terminal.line(json ? JSON.stringify(manifest) : `---\n${stringify(manifest, { lineWidth: 0 }).trimEnd()}`);
  return exitCodes.done;
}
